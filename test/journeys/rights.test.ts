import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
let trunkline: Trunkline
let inboxId: string

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  inboxId = (await trunkline.inbox('sms', sms)).id
})
afterAll(() => trunkline.close())

const change = (text: string, values: unknown[]) =>
  trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query(text, values))
const ended = async (screen: LiveClient) => String((await once(screen.socket as never, 'disconnect'))[0])

async function signedIn(inboxIds?: string[]): Promise<[Member, LiveClient]> {
  const member = await trunkline.member(inboxIds ? { inboxIds } : {})
  return [member, await connectLive(trunkline.url, member.cookie)]
}

it('a socket without a session, or from a page of another site, is refused', async () => {
  await expect(connectLive(trunkline.url, '')).rejects.toThrow('signed-out')
  const [member, screen] = await signedIn()
  screen.close()
  const cookie = `${member.cookie}`
  await expect(connectLive(trunkline.url, cookie, 'https://elsewhere.example')).rejects.toThrow(
    'wrong-origin',
  )
})

it('signing out ends the sockets of that session at once, and the session', async () => {
  const [member, screen] = await signedIn()
  const over = ended(screen)
  const answer = await trunkline.call(member, 'POST', '/api/auth/sign-out', {})
  expect(answer.status).toBe(200)
  expect(await over).toBe('io server disconnect')
  expect((await trunkline.call(member, 'GET', '/api/me')).status).toBe(401)
})

it('a disabled member loses their socket within seconds', async () => {
  const [member, screen] = await signedIn()
  const over = ended(screen)
  await change('UPDATE members SET disabled_at = now() WHERE id = $1', [member.id])
  expect(await over).toBe('io server disconnect')
})

it('a member whose inboxes change comes in anew with the rooms they may have', async () => {
  const [member, screen] = await signedIn([inboxId])
  const over = ended(screen)
  await change('DELETE FROM inbox_access WHERE member_id = $1', [member.id])
  expect(await over).toBe('io server disconnect')
})

it('a change of data from a page of another site is refused, whatever cookie comes with it', async () => {
  const member = await trunkline.member()
  const answer = await fetch(
    `${trunkline.url}/api/conversations/01990000-0000-7000-8000-000000000001/resolve`,
    {
      method: 'POST',
      headers: { cookie: member.cookie, origin: 'https://elsewhere.example' },
    },
  )
  expect(answer.status).toBe(403)
})

it('bad input gets a clear answer: no JSON, too much, a wrong field, an unknown route', async () => {
  const member = await trunkline.member({ role: 'admin' })
  const post = (path: string, body: string) =>
    fetch(`${trunkline.url}${path}`, {
      method: 'POST',
      headers: { cookie: member.cookie, 'content-type': 'application/json' },
      body,
    }).then(async answer => ({
      status: answer.status,
      type: answer.headers.get('content-type'),
      problem: (await answer.json()) as { detail: string; requestId: string; errors?: { pointer: string }[] },
    }))
  const broken = await post('/api/inboxes', '{"id":')
  expect(broken).toMatchObject({ status: 400, problem: { detail: 'The body is not valid JSON.' } })
  expect(broken.type).toContain('application/problem+json')
  expect(broken.problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect((await post('/api/inboxes', JSON.stringify({ name: 'x'.repeat(2_000_000) }))).status).toBe(413)
  const wrong = await post(
    '/api/inboxes',
    JSON.stringify({ id: 'no id', channel: 'sms', name: '', settings: {} }),
  )
  expect(wrong.status).toBe(422)
  expect(wrong.problem.errors?.map(error => error.pointer)).toEqual(['/id', '/name'])
  const unknown = await post(
    '/api/inboxes',
    JSON.stringify({
      id: '01990000-0000-7000-8000-000000000009',
      channel: 'pigeon',
      name: 'Loft',
      settings: {},
    }),
  )
  expect(unknown).toMatchObject({ status: 422, problem: { detail: 'There is no channel "pigeon".' } })
  expect((await post('/api/nothing', '{}')).status).toBe(404)
})
