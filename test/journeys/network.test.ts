/** The network now, from the router's packets to what those who look after it see. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type NetworkScene, openNetwork } from '../network-scene.ts'

type Session = {
  id: string
  login: string
  ip: string | null
  mac: string | null
  customer: { name: string; number: string } | null
  plan: string | null
  nas: { id: string; name: string }
  startedAt: string
  stoppedAt: string | null
  stopCause: string | null
  uploadBytes: number
  downloadBytes: number
}
type Page = { items: Session[]; next: string | null }
type Network = {
  online: number
  lastWeek: number | null
  accepted: number[]
  refused: number[]
  refusals: { words: string; count: number }[]
  routers: { name: string; sessions: number; refused: number; lastPacketAt: string | null }[]
}

let scene: NetworkScene
beforeAll(async () => {
  scene = await openNetwork()
})
afterAll(() => scene?.close())

const account: NetworkScene['account'] = request => scene.account(request)
const get: NetworkScene['get'] = (path, as) => scene.get(path, as)
const sessions = async (query = '') => (await get<Page>(`/sessions${query}`)).body.items
const logins = async (query: string) => (await sessions(query)).map(session => session.login)
const sum = (counts: number[]) => counts.reduce((all, one) => all + one, 0)

it('before any router spoke there is nothing, and that is said with zeros', async () => {
  const { body } = await get<Network>('')
  expect(body).toMatchObject({ online: 0, lastWeek: null, refusals: [] })
  expect(body.routers).toMatchObject([{ name: 'Tower 3', sessions: 0, lastPacketAt: null }])
  expect(await sessions()).toEqual([])
})

it('a session is there once its router has said so, with whose it is; also one of a login nobody has', async () => {
  await account({
    status: 'start',
    userName: 'thandi@isp',
    sessionId: 'a1',
    framedIpAddress: '100.64.0.7',
    nasPortId: 'pppoe-112',
    callingStationId: '02:AB:CD:EF:01:23',
  })
  await account({
    status: 'start',
    userName: 'stranger@isp',
    sessionId: 'b1',
    callingStationId: '0299.0000.0001',
  })
  const [stranger, thandi] = await sessions()
  expect(thandi).toMatchObject({
    login: 'thandi@isp',
    ip: '100.64.0.7',
    plan: 'Fibre 50',
    nas: { name: 'Tower 3' },
    customer: { name: 'Thandi Mokoena' },
    stoppedAt: null,
  })
  expect(stranger).toMatchObject({ login: 'stranger@isp', customer: null, plan: null })
  const { body } = await get<Network>('')
  expect(body).toMatchObject({ online: 2, routers: [{ sessions: 2 }] })
  expect(body.routers[0]?.lastPacketAt).not.toBeNull()
})

it.each([
  ['part of the login', 'ANDI@'],
  ['part of the name', 'moko than'],
  ['the number', 'C-'],
  ['the address', '100.64.0.7'],
  ['the beginning of the address', '100.64.'],
  ['the device address as stored', '02:AB:CD:EF:01:23'],
  ['the device address with dashes', '02-ab-cd-ef-01-23'],
  ['the device address in fours', '02ab.cdef.0123'],
  ['the device address without anything between', '02abcdef0123'],
  ['a part of the device address', 'cd:ef:0'],
])('finds a session by %s', async (_what, q) => {
  expect(await logins(`?q=${encodeURIComponent(q)}`)).toEqual(['thandi@isp'])
})

it('wildcards stand for themselves, and what fits nothing finds nothing', async () => {
  for (const q of ['%', '_handi', 'nobody', '02:00:00:00:00:99']) {
    expect(await logins(`?q=${encodeURIComponent(q)}`)).toEqual([])
  }
  expect((await get(`/sessions?q=%00`)).status).toBe(422)
  expect((await get(`/sessions?cursor=made-up`)).status).toBe(422)
})

it('a session that ends moves from the open to the ended, with its cause and traffic', async () => {
  await account({
    status: 'stop',
    userName: 'stranger@isp',
    sessionId: 'b1',
    sessionTimeS: 60,
    inputOctets: 1_000,
    outputOctets: 5_000_000_000,
    terminateCause: 'Lost-Carrier',
  })
  expect(await logins('?state=open')).toEqual(['thandi@isp'])
  expect(await sessions('?state=ended')).toMatchObject([
    { login: 'stranger@isp', stopCause: 'Lost-Carrier', uploadBytes: 1_000, downloadBytes: 5_000_000_000 },
  ])
})

it('sign-ins stand with their words, those of a minute counted, and are filtered by words, login and outcome', async () => {
  const { access } = scene
  await access('thandi@isp', 'pw')
  for (const password of ['no', 'nope']) await access('thandi@isp', password)
  await access('typo@isp', 'pw')
  // The router has its answer before the sign-in is written down.
  await expect.poll(async () => (await get<Page>('/sign-ins')).body.items.length).toBe(4)
  const found = async (query: string) =>
    (await get<{ items: { login: string; words: string; accepted: boolean }[] }>(`/sign-ins${query}`)).body
      .items
  expect(await found('')).toMatchObject([
    { login: 'typo@isp', words: 'unknown login', accepted: false },
    { login: 'thandi@isp', words: 'wrong password' },
    { login: 'thandi@isp', words: 'wrong password' },
    { login: 'thandi@isp', words: 'accepted', accepted: true },
  ])
  expect(await found('?words=wrong%20password')).toHaveLength(2)
  expect(await found('?q=TYPO')).toHaveLength(1)
  expect(await found('?q=02-ab-cd-ef')).toHaveLength(4)
  expect(await found('?outcome=accepted')).toHaveLength(1)
  const { body } = await get<Network>('')
  expect([sum(body.accepted), sum(body.refused)]).toEqual([1, 3])
  expect(body.refusals).toEqual([
    { words: 'wrong password', count: 2 },
    { words: 'unknown login', count: 1 },
  ])
  expect(body.routers).toMatchObject([{ name: 'Tower 3', refused: 3 }])
})

it('one session tells what led to it', async () => {
  await account({
    status: 'stop',
    userName: 'thandi@isp',
    sessionId: 'a1',
    sessionTimeS: 9,
    nasPortId: 'pppoe-112',
  })
  await account({ status: 'start', userName: 'thandi@isp', sessionId: 'a2' })
  const [now] = await sessions('?state=open')
  const { body } = await get<Record<string, unknown>>(`/sessions/${now?.id}`)
  expect(body).toMatchObject({
    login: 'thandi@isp',
    service: { status: 'active', downKbps: 50_000 },
    attempts: [{ words: 'wrong password', nas: 'Tower 3' }, { accepted: false }, { accepted: true }],
    others: [{ stopCause: null }],
  })
  expect((await get(`/sessions/${newId()}`)).status).toBe(404)
})

it('pages neither skip nor repeat a session, however they are sorted and whatever begins meanwhile', async () => {
  await scene.trunkline.app.db.withTenant(scene.trunkline.tenantId, tx =>
    tx.query(`INSERT INTO radius_sessions (id, session_key, nas_id, username, acct_session_id, started_at, updated_at,
        stopped_at, input_octets)
      SELECT gen_random_uuid(), 'many ' || i, (SELECT id FROM nas), 'many-' || i, 'm' || i,
        now() - interval '1 day' + (i / 3) * interval '1 microsecond', now(),
        CASE WHEN i % 2 = 0 THEN now() END, i / 4
      FROM generate_series(1, 50) AS i`),
  )
  for (const sort of ['-start', 'start', '-duration', 'duration', '-traffic', 'traffic']) {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await get<Page>(`/sessions?q=many-&limit=7&sort=${sort}${cursor}`)
      seen.push(...body.items.map(session => session.id))
      if (cursor === '')
        await account({ status: 'start', userName: `many-late ${sort}`, sessionId: `late ${sort}` })
      cursor = body.next ? `&cursor=${body.next}` : ''
    } while (cursor)
    const early = await sessions(`?q=many-&limit=100`)
    const wanted = early.filter(session => !session.login.startsWith('many-late')).map(session => session.id)
    expect(seen.filter(id => wanted.includes(id)).sort(), sort).toEqual(wanted.sort())
    expect(new Set(seen).size, sort).toBe(seen.length)
  }
  const { next } = (await get<Page>('/sessions?limit=7&sort=start')).body
  expect((await get(`/sessions?sort=traffic&cursor=${next}`)).status).toBe(422)
})

it('as a file a name is no formula, and that it was taken stands in the audit trail', async () => {
  await account({ status: 'start', userName: '=cmd|calc', sessionId: 'f1' })
  const answer = await fetch(`${scene.trunkline.url}/api/network/export?q=cmd`, {
    headers: { cookie: scene.engineer.cookie },
  })
  expect(answer.headers.get('content-type')).toContain('text/csv')
  const [head, line] = (await answer.text()).split('\r\n')
  expect(head).toContain('login,customer_number,customer_name')
  expect(line).toMatch(/^"'=cmd\|calc",/)
  const owner = await scene.trunkline.member({ role: 'owner' })
  const trail = await scene.trunkline.call<{ items: { after: unknown }[] }>(
    owner,
    'GET',
    '/api/audit?action=network.export',
  )
  expect(trail.body.items).toMatchObject([{ after: { q: 'cmd', rows: 1 } }])
})

it('is for those who look after the network, and another provider sees none of it', async () => {
  const stranger = await scene.trunkline.member({
    role: 'network',
    tenantId: await scene.trunkline.otherTenant(),
  })
  const [session] = await sessions()
  for (const path of ['', '/routers', '/sessions', `/sessions/${session?.id}`, '/sign-ins', '/export']) {
    expect((await get(path, scene.agent)).status, path).toBe(403)
  }
  expect((await get<Page>('/sessions', stranger)).body.items).toEqual([])
  expect((await get<Network>('', stranger)).body).toMatchObject({ online: 0, routers: [] })
  expect((await get(`/sessions/${session?.id}`, stranger)).status).toBe(404)
})

it('who may not see customers sees lines, and finds nobody by name', async () => {
  const blind = await scene.trunkline.member({ role: 'network' })
  await scene.trunkline.app.db.withTenant(scene.trunkline.tenantId, async tx => {
    const roleId = newId()
    await tx.query(
      `INSERT INTO custom_roles (id, name, permissions) VALUES ($1, 'Masts', '{network.read}')`,
      [roleId],
    )
    await tx.query(`UPDATE members SET role = 'custom', custom_role_id = $1 WHERE id = $2`, [
      roleId,
      blind.id,
    ])
  })
  await scene.trunkline.known(blind)
  expect((await get<Page>('/sessions?q=thandi@isp&limit=1', blind)).body.items).toMatchObject([
    { login: 'thandi@isp', customer: null },
  ])
  expect((await get<Page>('/sessions?q=mokoena', blind)).body.items).toEqual([])
})
