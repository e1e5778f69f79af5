import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { type Answered, visitor } from '../visitor.ts'

let trunkline: Trunkline
const here = () => visitor(trunkline.url)
const signIn = (email: string, password: string, from = here()) =>
  from.post('/api/auth/sign-in/email', { email, password })

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
})
afterAll(() => trunkline.close())

/** Everything that could tell one refusal from another, but for what every answer has of its own. */
const told = ({ status, headers, body }: Answered) => ({
  status,
  headers: [...headers].filter(
    ([name]) => !['date', 'x-request-id', 'etag', 'ratelimit-remaining'].includes(name),
  ),
  body: { ...body, requestId: '' },
})

const auditOf = async (member: Member, action: string) => {
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query('SELECT subject_id, after, address FROM audit WHERE action = $1 AND subject_id = $2', [
      action,
      member.id,
    ]),
  )
  return rows
}

it('answers who came in, keeps the token in a cookie scripts cannot read, and writes it down', async () => {
  const member = await trunkline.member({ name: 'Aisha' })
  const guest = here()
  const { status, headers, body } = await signIn(member.email.toUpperCase(), member.password, guest)
  expect(status).toBe(200)
  expect(body).toEqual({ user: { id: expect.any(String), email: member.email, name: 'Aisha' }, needs: null })
  const [cookie = ''] = headers.getSetCookie()
  expect(cookie).toMatch(/^trunkline\.session_token=[^;]+;.*HttpOnly.*SameSite=Lax/i)
  expect(JSON.stringify(body)).not.toContain(decodeURIComponent(cookie).split('=')[1]?.split('.')[0])
  expect(await guest.isIn()).toBe(true)
  expect(await auditOf(member, 'sessions.start')).toContainEqual({
    subject_id: member.id,
    after: { method: 'password' },
    address: expect.stringMatching(/127\.0\.0\.1|::1/),
  })
})

it('gives every sign-in a token of its own', async () => {
  const member = await trunkline.member()
  const tokens = new Set<string>()
  for (let time = 0; time < 3; time++) {
    const guest = here()
    guest.cookies.set('trunkline.session_token', 'planted')
    await signIn(member.email, member.password, guest)
    tokens.add(guest.cookie())
  }
  expect(tokens.size).toBe(3)
  expect([...tokens].join()).not.toContain('planted')
})

it('refuses a wrong password and an unknown person in the same words', async () => {
  const member = await trunkline.member()
  const wrong = await signIn(member.email, 'not the password')
  const unknown = await signIn('nobody@isp.example', 'not the password')
  expect(wrong.status).toBe(401)
  expect(wrong.body.detail).toBe('Invalid email or password')
  expect(told(unknown)).toEqual(told(wrong))
})

it('closes an account after five wrong passwords, with the right one too, the same for people who are none', async () => {
  const member = await trunkline.member()
  const beside = await startTrunkline({ beside: trunkline, roles: ['web'] })
  const again = async (email: string) => {
    const answers: Answered[] = []
    for (let time = 0; time < 5; time++) answers.push(await signIn(email, `wrong number ${time}`))
    answers.push(await signIn(email, member.password))
    return answers
  }
  const known = await again(member.email)
  expect(known.map(answer => answer.status)).toEqual([401, 401, 401, 401, 401, 429])
  const last = known.at(-1)
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(last?.body.detail).toMatch(/^Too many attempts\. Try again in \d+ seconds\.$/)
  const unknown = await again('never.was@isp.example')
  expect(unknown.map(answer => answer.status)).toEqual(known.map(answer => answer.status))
  expect(Object.keys(unknown.at(-1)?.body ?? {})).toEqual(Object.keys(last?.body ?? {}))

  expect((await signIn(member.email, member.password, visitor(beside.url))).status).toBe(429)
  await beside.close()
})

it('forgives wrong passwords once the right one came', async () => {
  const member = await trunkline.member()
  for (let round = 0; round < 3; round++) {
    for (let time = 0; time < 4; time++) await signIn(member.email, 'wrong')
    expect((await signIn(member.email, member.password)).status).toBe(200)
  }
})

it('refuses at once what is more than it can hash, and everyone else goes on', async () => {
  const member = await trunkline.member()
  const flood = Array.from({ length: 100 }, (_, at) =>
    signIn(`flood${at}@isp.example`, 'x', visitor(trunkline.url)),
  )
  const calm = trunkline.call(member, 'GET', '/api/me')
  const statuses = (await Promise.all(flood)).map(answer => answer.status)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
  expect((await calm).status).toBe(200)
  // The flood came from this address: it is forgotten so that the tests after this one may knock again.
  await trunkline.app.auth.guesses.clear('network', '127.0.0.1')
  await trunkline.app.auth.guesses.clear('network', '0000000000000000/64')
})

it('has no other doors: what the library could do besides does not exist here', async () => {
  const member = await trunkline.member()
  const guest = here()
  await signIn(member.email, member.password, guest)
  const posts = [
    'sign-up/email',
    'update-user',
    'delete-user',
    'change-email',
    'set-password',
    'revoke-sessions',
  ]
  const more = ['link-social', 'unlink-account', 'get-access-token', 'update-session', 'two-factor/send-otp']
  for (const path of [
    ...posts,
    ...more,
    'two-factor/verify-otp',
    'request-password-reset',
    'verify-password',
  ]) {
    expect([path, (await guest.post(`/api/auth/${path}`, {})).status]).toEqual([path, 404])
  }
  for (const path of ['get-session', 'list-sessions', 'list-accounts', 'error', 'ok', 'verify-email']) {
    expect([path, (await guest.get(`/api/auth/${path}`)).status]).toEqual([path, 404])
  }
  expect((await guest.post('/api/auth/sign-in/email/', {})).status).toBe(404)
})

it('gives bad input a clear answer', async () => {
  const post = (body: string, type: string) =>
    fetch(`${trunkline.url}/api/auth/sign-in/email`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
  expect((await post('{"email":', 'application/json')).status).toBe(400)
  expect((await post('{}', 'application/json')).status).toBe(400)
  expect((await post('{"email":7,"password":{}}', 'application/json')).status).toBe(400)
  expect((await post('email=a&password=b', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await post(JSON.stringify({ email: 'x'.repeat(70_000) }), 'application/json')).status).toBe(413)
  const long = await signIn('thandi@isp.example', 'x'.repeat(5_000))
  expect(long.status).toBe(400)
  expect(long.headers.get('content-type')).toContain('application/problem+json')
})

it('changes a password with the old one, ends the other sessions, and refuses a weak one', async () => {
  const member = await trunkline.member({ name: 'Lerato' })
  const [mine, other] = [here(), here()]
  for (const each of [mine, other]) await signIn(member.email, member.password, each)
  const change = (currentPassword: string, newPassword: string) =>
    mine.post('/api/auth/change-password', { currentPassword, newPassword, revokeOtherSessions: false })
  expect((await change('not this', 'four brown hens sing')).status).toBe(400)
  expect(await change(member.password, 'password2026')).toMatchObject({
    status: 422,
    body: { code: 'WEAK_PASSWORD', detail: expect.stringContaining('tried first') },
  })
  const before = mine.cookie()
  expect(await change(member.password, 'four brown hens sing')).toMatchObject({
    status: 200,
    body: { needs: null },
  })
  expect(mine.cookie()).not.toBe(before)
  expect(await mine.isIn()).toBe(true)
  expect(await other.isIn()).toBe(false)
  expect((await signIn(member.email, member.password)).status).toBe(401)
  expect((await signIn(member.email, 'four brown hens sing')).status).toBe(200)
  expect(await auditOf(member, 'passwords.change')).toHaveLength(1)
})
