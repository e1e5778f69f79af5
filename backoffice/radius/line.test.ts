/** From the router's accounting to the line the agent sees, over real UDP and a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createAccount } from './account-sessions.ts'
import type { RadiusClient } from './client.ts'
import { Attr } from './codec/attributes.ts'
import { Code, first, type Packet } from './codec/packet.ts'
import { findLine } from './find-line.ts'
import { household } from './trial-database.ts'
import { at, log, startTrialLine, type TrialLine } from './trial-line.ts'

let database: TestDatabase
let trial: TrialLine
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())
beforeEach(async () => {
  trial = await startTrialLine(database)
})
afterEach(() => trial.stop())

const session = {
  sessionId: '8100000a',
  userName: 'thandi',
  nasPortId: 'ether3',
  callingStationId: '02:00:00:AA:BB:CC',
}
const kept = async (...requests: Parameters<RadiusClient['accounting']>[1][]) => {
  for (const request of requests)
    expect((await trial.client.accounting(trial.acct, request))?.code).toBe(Code.accountingResponse)
}

describe('a line', () => {
  it('never seen is down since never', async () => {
    expect(await trial.line()).toMatchObject({
      login: 'thandi',
      online: false,
      since: null,
      ip: null,
      lastAttempts: [],
    })
  })

  it('is up from Start, grows with Interim and is down from Stop, and tells each change once', async () => {
    const accept = (await trial.client.access(trial.auth, {
      userName: 'thandi',
      password: 'correct horse',
    })) as Packet
    const ours = { ...session, class: first(accept, Attr.class) as Buffer, framedIpAddress: '203.0.113.9' }
    await kept({ ...ours, status: 'start', eventAt: at(0) })
    expect(await trial.line()).toMatchObject({
      online: true,
      since: at(0),
      ip: '203.0.113.9',
      nasName: 'edge-1',
      nasPort: 'ether3',
    })
    const grown = { inputOctets: 5, outputOctets: 2 ** 40 }
    await kept({ ...ours, ...grown, status: 'interim', eventAt: at(300), sessionTimeS: 300 })
    expect(await trial.line()).toMatchObject({
      online: true,
      ...grown,
      updatedAt: at(300),
      callingStationId: '02:00:00:AA:BB:CC',
    })
    const stop = {
      ...ours,
      status: 'stop',
      eventAt: at(600),
      sessionTimeS: 600,
      terminateCause: 'Lost-Carrier',
    } as const
    await kept(stop, { ...stop, delayTimeS: 5 }, { ...ours, status: 'interim', eventAt: at(300) })
    expect(await trial.line()).toMatchObject({
      ...grown,
      online: false,
      since: at(600),
      lastStopAt: at(600),
      lastStopCause: 'Lost-Carrier',
    })
    expect(
      trial.published.map(({ type, customerId, data }) => [type, customerId, data.online, data.at]),
    ).toEqual([
      ['session.started', trial.home.customerId, true, at(0).toISOString()],
      ['session.stopped', trial.home.customerId, false, at(600).toISOString()],
    ])
    const stored = await trial.rows(
      'SELECT id, type, customer_id AS "customerId", data FROM events ORDER BY id',
    )
    expect(stored).toEqual(trial.published)
  })

  it('tells of its last 24 hours: the session that reached into them, and those that began in them', async () => {
    await trial.rows(`INSERT INTO radius_sessions (id, session_key, nas_id, login_id, customer_id, username, acct_session_id,
        started_at, updated_at, stopped_at)
      SELECT gen_random_uuid(), 'old' || n, nas.id, l.id, l.customer_id, l.username, 'old' || n,
        timestamptz '${at(0).toISOString()}' + b, timestamptz '${at(0).toISOString()}' + e, timestamptz '${at(0).toISOString()}' + e
      FROM (VALUES (1, interval '-60 h', interval '-50 h'), (2, interval '-40 h', interval '-20 h'),
        (3, interval '-19 h', interval '-18 h')) v(n, b, e), nas, logins l WHERE l.username = 'thandi'`)
    await kept({ ...session, status: 'start', eventAt: at(0) })
    expect((await trial.line()).day).toEqual([
      { from: at(-40 * 3600), to: at(-20 * 3600) },
      { from: at(-19 * 3600), to: at(-18 * 3600) },
      { from: at(0), to: null },
    ])
  })

  it('stays up when one of its two sessions ends', async () => {
    await kept(
      { ...session, status: 'start', eventAt: at(0) },
      { ...session, sessionId: 'b', status: 'start', eventAt: at(60) },
    )
    await kept({ ...session, status: 'stop', eventAt: at(70) })
    expect(trial.published.at(-1)).toMatchObject({ type: 'session.stopped', data: { online: true } })
    expect(await trial.line()).toMatchObject({ online: true, since: at(60) })
  })

  it('goes down when its router restarts, and another router’s does not', async () => {
    const otherNas = '019a0000-0000-7000-8000-00000000000f'
    await kept({ ...session, status: 'start', eventAt: at(0) })
    await trial.rows(
      `INSERT INTO nas (id, name, address, secret) VALUES ('${otherNas}', 'edge-2', '127.0.0.2', 's')`,
    )
    await trial.rows(`INSERT INTO radius_sessions (id, session_key, nas_id, username, acct_session_id, started_at, updated_at)
      VALUES ('${otherNas}', 'other', '${otherNas}', 'sipho', 'x', now() - interval '1 year', now())`)
    await kept({ sessionId: '', status: 'on', eventAt: at(60) })
    expect(await trial.line()).toMatchObject({
      online: false,
      lastStopAt: at(60),
      lastStopCause: 'NAS-Reboot',
    })
    expect(await trial.rows('SELECT username FROM radius_sessions WHERE stopped_at IS NULL')).toEqual([
      { username: 'sipho' },
    ])
    await kept({ ...session, status: 'start', eventAt: at(65) })
    expect(await trial.line()).toMatchObject({ online: true, since: at(65), lastStopCause: 'NAS-Reboot' })
    expect(await trial.rows(`SELECT 1 FROM radius_sessions WHERE username = 'thandi'`)).toHaveLength(2)
  })

  it('of hundreds of customers at once is kept for each, with nothing lost', async () => {
    const sessions = Array.from({ length: 400 }, (_, index) => ({
      ...session,
      sessionId: `s${index}`,
      userName: `user${index}`,
    }))
    const statuses = ['stop', 'start', 'interim', 'start'] as const
    const requests = statuses.flatMap(status =>
      sessions.map(one => ({ ...one, status, eventAt: at(status === 'stop' ? 9 : 0) })),
    )
    const replies = await Promise.all(requests.map(request => trial.client.accounting(trial.acct, request)))
    expect(replies.filter(reply => reply?.code === Code.accountingResponse)).toHaveLength(1_600)
    const rows = await trial.rows(
      'SELECT count(*) AS sessions, count(stopped_at) AS stopped FROM radius_sessions',
    )
    expect(rows).toEqual([{ sessions: 400, stopped: 400 }])
  })

  it('is kept for others when one record of the batch is refused by the database', async () => {
    const account = createAccount({ db: database.db, log })
    const base = { kind: 'start', eventAt: at(0), receivedAt: at(0), nasPort: null, framedIp: null } as const
    const more = {
      framedIpv6Prefix: null,
      callingStationId: null,
      calledStationId: null,
      inputOctets: null,
    } as const
    const rest = { outputOctets: null, sessionTimeS: null, stopCause: null, classHex: null } as const
    const record = { ...base, ...more, ...rest, username: 'thandi' }
    const gone = { ...trial.home.nas, nasId: '019a0000-0000-7000-8000-0000000000ff' }
    const results = await Promise.allSettled([
      account(trial.home.nas, { ...record, acctSessionId: 'first' }),
      account(trial.home.nas, { ...record, acctSessionId: 'a' }),
      account(gone, { ...record, acctSessionId: 'b' }),
      account(trial.home.nas, { ...record, acctSessionId: 'c' }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('of another tenant’s customer is not found', async () => {
    const stranger = await household(database)
    expect(
      await database.db.withTenant(stranger.tenantId, tx =>
        findLine(tx, trial.home.customerId, trial.clock.now()),
      ),
    ).toEqual([])
  })

  it('notes when its router was last heard of', async () => {
    await kept({ ...session, status: 'start', eventAt: at(0) })
    expect(await trial.rows('SELECT last_packet_at AS at FROM nas')).toEqual([{ at: at(0) }])
  })
})
