/** From the router's packets to the line the agent sees, over real UDP and a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAccount } from './account-sessions.ts'
import { createAuthenticate } from './authenticate.ts'
import { createRadiusClient, type RadiusClient, sendAccess } from './client.ts'
import { Attr } from './codec/attributes.ts'
import { Code, first, type Packet } from './codec/packet.ts'
import { readAddress, readInteger, readText, readVendor } from './codec/read.ts'
import { findLine, type Line } from './find-line.ts'
import type { LineEvent } from './line-events.ts'
import { createRadiusServer, type RadiusServer } from './server.ts'
import {
  type Household,
  household,
  secrets,
  startTrialDatabase,
  type TrialDatabase,
} from './trial-database.ts'

let database: TrialDatabase
let home: Household
let server: RadiusServer
let client: RadiusClient
let drain: () => Promise<void>
let auth: { host: string; port: number; secret: string }
let acct: typeof auth
let published: LineEvent[]
let now = Date.UTC(2026, 2, 3, 8)
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 3, 8) + seconds * 1000)
const quiet = () => {}
const log = { info: quiet, warn: quiet, error: quiet }

beforeAll(async () => {
  database = await startTrialDatabase()
}, 60_000)
afterAll(() => database?.stop())

beforeEach(async () => {
  home = await household(database)
  published = []
  now = Date.UTC(2026, 2, 3, 8)
  const clock = { now: () => new Date(now) }
  const { db } = database
  const verb = createAuthenticate({ db, secrets, clock, log })
  drain = verb.drain
  const publish = (_tenantId: string, events: readonly LineEvent[]) => published.push(...events)
  server = createRadiusServer({
    host: '127.0.0.1',
    authPort: 0,
    acctPort: 0,
    nasBySource: async () => home.nas,
    authenticate: verb.authenticate,
    account: createAccount({ db, log, publish }),
    log,
    clock,
  })
  const ports = await server.start()
  auth = { host: '127.0.0.1', port: ports.authPort, secret: home.nas.secret }
  acct = { ...auth, port: ports.acctPort }
  client = createRadiusClient({ timeoutMs: 5_000 })
})
afterEach(async () => {
  client.close()
  await server.stop()
  await drain()
})

const lineOf = async (): Promise<Line> =>
  (await database.db.withTenant(home.tenantId, tx => findLine(tx, home.customerId)))[0] as Line
const inTenant = <R extends object>(sql: string) =>
  database.db.withTenant(home.tenantId, async tx => (await tx.query<R & Record<string, unknown>>(sql)).rows)
const session = {
  sessionId: '8100000a',
  userName: 'thandi',
  nasPortId: 'ether3',
  callingStationId: '02:00:00:AA:BB:CC',
}
const kept = async (...requests: Parameters<RadiusClient['accounting']>[1][]) => {
  for (const request of requests)
    expect((await client.accounting(acct, request))?.code).toBe(Code.accountingResponse)
}

describe('signing in', () => {
  it('with the right password brings address, speeds and interim reports', async () => {
    for (const how of [{ password: 'correct horse' }, { chap: 'correct horse' }]) {
      const reply = (await client.access(auth, { userName: 'thandi', ...how })) as Packet
      expect(reply.code).toBe(Code.accessAccept)
      expect(readAddress(reply, Attr.framedIpAddress)).toBe('203.0.113.9')
      expect(readInteger(reply, Attr.acctInterimInterval)).toBe(300)
      expect(readVendor(reply, 14988, 8)?.toString()).toBe('20M/100M')
    }
  })

  it('shows each attempt with its reason beside the line, and never a password', async () => {
    const tryOnce = async (password: string) => {
      now += 1_000
      await client.access(auth, { userName: 'thandi', password })
    }
    for (let time = 0; time < 3; time++) await tryOnce('incorrect donkey')
    await tryOnce('correct horse')
    await inTenant(`UPDATE services SET status = 'suspended', suspended_reason = 'unpaid'`)
    await tryOnce('correct horse')
    await tryOnce('correct horse')
    await drain()
    expect((await lineOf()).lastAttempts).toEqual([
      { at: at(6), accepted: false, words: 'service suspended: unpaid' },
      { at: at(5), accepted: false, words: 'service suspended: unpaid' },
      { at: at(4), accepted: true, words: 'accepted' },
      { at: at(3), accepted: false, words: 'wrong password' },
      { at: at(2), accepted: false, words: 'wrong password' },
    ])
    expect(JSON.stringify(await inTenant('SELECT * FROM auth_attempts'))).not.toMatch(/donkey|horse/)
  })

  it('of an unknown login is rejected and recorded under the name it gave', async () => {
    const userName = "thandi'; DROP TABLE logins; --\0"
    const reply = (await client.access(auth, { userName, password: 'x', callingStationId: 'aa' })) as Packet
    expect(reply.code).toBe(Code.accessReject)
    expect(readText(reply, Attr.replyMessage)).toBe('The username or the password is wrong.')
    await drain()
    expect(await inTenant('SELECT username, words, accepted, login_id FROM auth_attempts')).toEqual([
      { username: userName.replace('\0', '\uFFFD'), words: 'unknown login', accepted: false, login_id: null },
    ])
  })

  it('of another tenant’s login is unknown', async () => {
    const other = home
    home = await household(database)
    await database.db.withTenant(home.tenantId, tx => tx.query(`UPDATE logins SET username = 'sipho'`))
    expect((await client.access(auth, { userName: 'thandi', password: 'correct horse' }))?.code).toBe(
      Code.accessReject,
    )
    expect(other.tenantId).not.toBe(home.tenantId)
  })

  it('is met with silence while the database is away, never with a Reject', async () => {
    await database.asOwner('ALTER TABLE logins RENAME TO logins_away')
    const asked = { ...auth, userName: 'thandi', password: 'correct horse', timeoutMs: 300, retransmits: 0 }
    expect(await sendAccess(asked)).toBeNull()
    await database.asOwner('ALTER TABLE logins_away RENAME TO logins')
    expect(server.counts().failed).toBe(1)
    expect((await client.access(auth, { userName: 'thandi', password: 'correct horse' }))?.code).toBe(
      Code.accessAccept,
    )
  })
})

describe('a line', () => {
  it('never seen is down since never', async () => {
    expect(await lineOf()).toMatchObject({
      login: 'thandi',
      online: false,
      since: null,
      ip: null,
      lastAttempts: [],
    })
  })

  it('is up from Start, grows with Interim and is down from Stop, and tells each change once', async () => {
    const accept = (await client.access(auth, { userName: 'thandi', password: 'correct horse' })) as Packet
    const ours = { ...session, class: first(accept, Attr.class) as Buffer, framedIpAddress: '203.0.113.9' }
    await kept({ ...ours, status: 'start', eventAt: at(0) })
    expect(await lineOf()).toMatchObject({
      online: true,
      since: at(0),
      ip: '203.0.113.9',
      nasName: 'edge-1',
      nasPort: 'ether3',
    })
    const grown = { inputOctets: 5, outputOctets: 2 ** 40 }
    await kept({ ...ours, ...grown, status: 'interim', eventAt: at(300), sessionTimeS: 300 })
    expect(await lineOf()).toMatchObject({
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
    expect(await lineOf()).toMatchObject({
      ...grown,
      online: false,
      since: at(600),
      lastStopAt: at(600),
      lastStopCause: 'Lost-Carrier',
    })
    expect(published.map(({ type, customerId, data }) => [type, customerId, data.online, data.at])).toEqual([
      ['session.started', home.customerId, true, at(0).toISOString()],
      ['session.stopped', home.customerId, false, at(600).toISOString()],
    ])
    const stored = await inTenant(
      'SELECT id, type, customer_id AS "customerId", data FROM events ORDER BY id',
    )
    expect(stored).toEqual(published)
  })

  it('stays up when one of its two sessions ends', async () => {
    await kept(
      { ...session, status: 'start', eventAt: at(0) },
      { ...session, sessionId: 'b', status: 'start', eventAt: at(60) },
    )
    await kept({ ...session, status: 'stop', eventAt: at(70) })
    expect(published.at(-1)).toMatchObject({ type: 'session.stopped', data: { online: true } })
    expect(await lineOf()).toMatchObject({ online: true, since: at(60) })
  })

  it('goes down when its router restarts, and another router’s does not', async () => {
    const otherNas = '019a0000-0000-7000-8000-00000000000f'
    await kept({ ...session, status: 'start', eventAt: at(0) })
    await inTenant(
      `INSERT INTO nas (id, name, address, secret) VALUES ('${otherNas}', 'edge-2', '127.0.0.2', 's')`,
    )
    await inTenant(`INSERT INTO radius_sessions (id, session_key, nas_id, username, acct_session_id, started_at, updated_at)
      VALUES ('${otherNas}', 'other', '${otherNas}', 'sipho', 'x', now() - interval '1 year', now())`)
    await kept({ sessionId: '', status: 'on', eventAt: at(60) })
    expect(await lineOf()).toMatchObject({ online: false, lastStopAt: at(60), lastStopCause: 'NAS-Reboot' })
    expect(await inTenant('SELECT username FROM radius_sessions WHERE stopped_at IS NULL')).toEqual([
      { username: 'sipho' },
    ])
    await kept({ ...session, status: 'start', eventAt: at(65) })
    expect(await lineOf()).toMatchObject({ online: true, since: at(65), lastStopCause: 'NAS-Reboot' })
    expect(await inTenant(`SELECT 1 FROM radius_sessions WHERE username = 'thandi'`)).toHaveLength(2)
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
    const replies = await Promise.all(requests.map(request => client.accounting(acct, request)))
    expect(replies.filter(reply => reply?.code === Code.accountingResponse)).toHaveLength(1_600)
    const rows = await inTenant(
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
    const gone = { ...home.nas, nasId: '019a0000-0000-7000-8000-0000000000ff' }
    const results = await Promise.allSettled([
      account(home.nas, { ...record, acctSessionId: 'first' }),
      account(home.nas, { ...record, acctSessionId: 'a' }),
      account(gone, { ...record, acctSessionId: 'b' }),
      account(home.nas, { ...record, acctSessionId: 'c' }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  })

  it('of another tenant’s customer is not found', async () => {
    const stranger = await household(database)
    expect(await database.db.withTenant(stranger.tenantId, tx => findLine(tx, home.customerId))).toEqual([])
  })

  it('notes when its router was last heard of', async () => {
    await kept({ ...session, status: 'start', eventAt: at(0) })
    expect(await inTenant('SELECT last_packet_at AS at FROM nas')).toEqual([{ at: at(0) }])
  })
})
