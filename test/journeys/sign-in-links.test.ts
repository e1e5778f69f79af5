import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { visitor } from '../visitor.ts'

const mailbox = 'support@isp.example'
const sid = `AC${'0'.repeat(32)}`

let trunkline: Trunkline
let mail: MailFake
let twilio: TwilioFake
let member: Member

beforeAll(async () => {
  mail = await startMailFake({ users: [{ address: mailbox, password: 'pw' }] })
  twilio = await startTwilioFake({ accountSid: sid, authToken: 'auth' })
  trunkline = await startTrunkline({ roles: ['web'] })
  await trunkline.inbox('email', {
    address: mailbox,
    name: 'ISP',
    imapHost: '127.0.0.1',
    imapPort: mail.imapPort,
    imapSecurity: 'none',
    imapUser: mailbox,
    imapPassword: 'pw',
    smtpHost: '127.0.0.1',
    smtpPort: mail.smtpPort,
    smtpSecurity: 'none',
  })
  const sms = { accountSid: sid, authToken: 'auth', fromNumber: '+27871234500', apiUrl: twilio.url }
  await trunkline.inbox('sms', sms)
})
beforeEach(async () => {
  member = await trunkline.member({ name: 'Thandi' })
  await trunkline.app.auth.guesses.clear('ask-network', '127.0.0.1')
})
afterAll(async () => {
  await trunkline.close()
  await Promise.all([mail.stop(), twilio.stop()])
})

const here = () => visitor(trunkline.url)
const ask = (path: string, body: Record<string, unknown>) => here().post(`/api/auth/${path}`, body)

/** The mail's text as it is read: quoted-printable undone. */
async function mailTo(email: string, has: string): Promise<string> {
  const entry = await mail.accepted(each => each.to.includes(email) && textOf(each.raw).includes(has))
  return textOf(entry.raw)
}
const textOf = (raw: Buffer) =>
  raw
    .toString('utf8')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
const linkIn = (text: string) => /#([\w.-]+)/.exec(text)?.[1] ?? ''
const codeIn = (text: string) => /\b(\d{6}) is your code to sign in/.exec(text)?.[1] ?? ''
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const hasPassword = async () =>
  (await here().post('/api/auth/sign-in/email', { email: member.email, password: member.password })).status

it('signs in by a link from the tenant’s own mailbox, once', async () => {
  expect(await ask('magic-link/request', { email: member.email })).toMatchObject({
    status: 200,
    body: { sent: true },
  })
  const text = await mailTo(member.email, '/sign-in/link#')
  expect(text).toContain(`${trunkline.url}/sign-in/link#`)
  const guest = here()
  const opened = await guest.post('/api/auth/magic-link/verify', { token: linkIn(text) })
  expect(opened).toMatchObject({ status: 200, body: { user: { email: member.email }, needs: null } })
  expect(await guest.isIn()).toBe(true)
  expect((await guest.get('/api/me/security')).body).toMatchObject({
    method: 'magic-link',
    hasPassword: true,
  })
  const again = await ask('magic-link/verify', { token: linkIn(text) })
  expect(again).toMatchObject({ status: 401, body: { code: 'NOT_VALID' } })
  // Nothing else about the account changed: the password and the session before still work.
  expect(await hasPassword()).toBe(200)
  expect((await trunkline.call(member, 'GET', '/api/me')).status).toBe(200)
})

it('answers the same for people who are none, sends them nothing and makes nobody', async () => {
  for (const path of ['magic-link/request', 'code/request', 'password/request-reset']) {
    const known = await ask(path, { email: member.email })
    const unknown = await ask(path, { email: 'nobody@elsewhere.example' })
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  }
  await trunkline.app.auth.settled()
  expect(mail.ledger.filter(entry => entry.to.includes('nobody@elsewhere.example'))).toEqual([])
  const { rows } = await trunkline.app.db.identity.execute(
    `SELECT 1 FROM auth_users WHERE email = 'nobody@elsewhere.example'`,
  )
  expect(rows).toEqual([])
})

it('signs in by a code from the mailbox, once, and not after five wrong ones', async () => {
  await ask('code/request', { email: member.email })
  const code = codeIn(await mailTo(member.email, 'is your code'))
  const guest = here()
  expect(
    await guest.post('/api/auth/code/verify', { email: member.email, code: wrongOf(code) }),
  ).toMatchObject({
    status: 401,
  })
  expect(await guest.post('/api/auth/code/verify', { email: member.email, code })).toMatchObject({
    status: 200,
    body: { needs: null },
  })
  expect(await guest.isIn()).toBe(true)
  expect((await ask('code/verify', { email: member.email, code })).status).toBe(401)

  await ask('code/request', { email: member.email })
  await trunkline.app.auth.settled()
  const second = codeIn(textOf(mail.ledger.at(-1)?.raw ?? Buffer.alloc(0)))
  for (let time = 0; time < 5; time++)
    await ask('code/verify', { email: member.email, code: wrongOf(second) })
  expect((await ask('code/verify', { email: member.email, code: second })).status).toBe(401)
  expect(await hasPassword()).toBe(200)
})

it('sends a code to the phone on record by SMS', async () => {
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE members SET phone = '+27821230077' WHERE id = $1`, [member.id]),
  )
  await ask('code/request', { email: member.email, via: 'sms' })
  await trunkline.app.auth.settled()
  const text = twilio.ledger.find(entry => entry.to === '+27821230077')
  const code = codeIn(text?.body ?? '')
  const guest = here()
  expect((await guest.post('/api/auth/code/verify', { email: member.email, code })).status).toBe(200)
  expect((await guest.get('/api/me/security')).body).toMatchObject({ method: 'code' })
})

it('chooses a new password by a link: once, not a weak one, and every session ends', async () => {
  await ask('password/request-reset', { email: member.email })
  const token = linkIn(await mailTo(member.email, '/reset-password#'))
  expect((await ask('magic-link/verify', { token })).status).toBe(401)
  expect(await ask('password/reset', { token, newPassword: 'password2026' })).toMatchObject({ status: 422 })
  expect(await ask('password/reset', { token, newPassword: 'four brown hens sing' })).toMatchObject({
    status: 200,
    body: { done: true },
  })
  expect((await ask('password/reset', { token, newPassword: 'five brown hens sing' })).status).toBe(401)
  expect((await trunkline.call(member, 'GET', '/api/me')).status).toBe(401)
  expect(await hasPassword()).toBe(401)
  member.password = 'four brown hens sing'
  expect(await hasPassword()).toBe(200)
})

it('is asked for a handful of times, then says to wait, for unknown people alike', async () => {
  for (const email of [member.email, 'nobody@elsewhere.example']) {
    await trunkline.app.auth.guesses.clear('ask', email)
    const statuses: number[] = []
    for (let time = 0; time < 6; time++) statuses.push((await ask('code/request', { email })).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  }
})

it('sends nothing through a tenant’s inboxes that would open more than that tenant', async () => {
  const other = await trunkline.otherTenant()
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query<{ user_id: string }>('SELECT user_id FROM members WHERE id = $1', [member.id]),
  )
  const userId = rows[0]?.user_id ?? ''
  await trunkline.app.db.withTenant(other, tx =>
    tx.query(`INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, 'Thandi', $3, 'agent')`, [
      newId(),
      userId,
      member.email,
    ]),
  )
  const owner = await trunkline.member()
  await trunkline.app.db.identity.execute(
    `UPDATE auth_users SET platform_owner = true WHERE email = '${owner.email}'`,
  )
  for (const { email } of [member, owner]) {
    for (const path of ['magic-link/request', 'code/request', 'password/request-reset']) {
      expect((await ask(path, { email })).body).toEqual({ sent: true })
    }
  }
  await trunkline.app.auth.settled()
  const got = mail.ledger.flatMap(entry => entry.to)
  expect(got).not.toContain(member.email)
  expect(got).not.toContain(owner.email)
})

it('writes to the address people sign in with, not to the one their tenant wrote beside the name', async () => {
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE members SET email = 'somebody.else@isp.example' WHERE id = $1`, [member.id]),
  )
  await ask('magic-link/request', { email: member.email })
  await mailTo(member.email, '/sign-in/link#')
  expect(mail.ledger.flatMap(entry => entry.to)).not.toContain('somebody.else@isp.example')
})
