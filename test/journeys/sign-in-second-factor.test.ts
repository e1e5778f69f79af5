import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { appCode } from '../authenticator.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { type Visitor, visitor } from '../visitor.ts'

const mailbox = 'support@isp.example'
let trunkline: Trunkline
let mail: MailFake
let member: Member
let guest: Visitor

beforeAll(async () => {
  mail = await startMailFake({ users: [{ address: mailbox, password: 'pw' }] })
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
})
beforeEach(async () => {
  member = await trunkline.member()
  guest = visitor(trunkline.url)
})
afterAll(async () => {
  await trunkline.close()
  await mail.stop()
})

const byPassword = (from: Visitor) =>
  from.post('/api/auth/sign-in/email', { email: member.email, password: member.password })
const show = (from: Visitor, code: string) => from.post('/api/auth/two-factor/verify-totp', { code })
const recover = (from: Visitor, code: string) =>
  from.post('/api/auth/two-factor/verify-backup-code', { code })

type Prepared = { totpURI: string; backupCodes: string[] }

/** Sets a second factor up as a person does; the code they show is used up then. */
async function setUp(): Promise<Prepared> {
  const own = visitor(trunkline.url)
  await byPassword(own)
  const { status, body } = await own.post<Prepared>('/api/auth/two-factor/enable', {
    password: member.password,
  })
  expect(status).toBe(200)
  expect(body.backupCodes).toHaveLength(10)
  expect((await show(own, appCode(body.totpURI))).status).toBe(200)
  expect(await own.isIn()).toBe(true)
  return body
}

async function byMail(from: Visitor, kind: 'magic-link' | 'code') {
  await from.post(`/api/auth/${kind}/request`, { email: member.email })
  await trunkline.app.auth.settled()
  const raw = String(mail.ledger.at(-1)?.raw).replace(/=\r?\n/g, '')
  if (kind === 'code') {
    const code = /\b(\d{6}) is your code to sign/.exec(raw)?.[1]
    return from.post('/api/auth/code/verify', { email: member.email, code })
  }
  return from.post('/api/auth/magic-link/verify', { token: /#([\w.-]+)/.exec(raw)?.[1] })
}

it.each(['password', 'magic-link', 'code'] as const)('is asked of who signs in by %s', async method => {
  const { totpURI } = await setUp()
  const half = method === 'password' ? await byPassword(guest) : await byMail(guest, method)
  expect(half).toMatchObject({ status: 200, body: { needs: 'second-factor' } })
  expect(await guest.isIn()).toBe(false)
  const before = guest.cookie()
  expect(await show(guest, appCode(totpURI, 1))).toMatchObject({ status: 200, body: { needs: null } })
  expect(guest.cookie()).not.toBe(before)
  expect(await guest.isIn()).toBe(true)
  expect((await guest.get('/api/me/security')).body).toMatchObject({ twoFactor: true, method })
  const old = visitor(trunkline.url, { cookie: before })
  expect(await old.isIn()).toBe(false)
})

it('leaves a half session nothing to do but show the second factor', async () => {
  await setUp()
  await byPassword(guest)
  const { password } = member
  const closed: [string, Record<string, unknown>][] = [
    ['two-factor/disable', { password }],
    ['two-factor/enable', { password }],
    ['two-factor/generate-backup-codes', { password }],
    ['change-password', { currentPassword: password, newPassword: 'four brown hens sing' }],
    ['passkey/verify-registration', { response: {} }],
    ['passkey/delete-passkey', { id: 'x' }],
    ['passkey/update-passkey', { id: 'x', name: 'y' }],
  ]
  for (const [path, body] of closed) {
    expect([path, (await guest.post(`/api/auth/${path}`, body)).status]).toEqual([path, 401])
  }
  expect((await guest.get('/api/auth/passkey/generate-register-options')).status).toBe(401)
  for (const path of ['/api/me/security', '/api/me/sessions'])
    expect((await guest.get(path)).status).toBe(401)
})

it('ends what was open before it was set up: other devices must show it too', async () => {
  const other = visitor(trunkline.url)
  await byPassword(other)
  await setUp()
  expect(await other.isIn()).toBe(false)
})

it('takes a code of the app once', async () => {
  const { totpURI } = await setUp()
  await byPassword(guest)
  const code = appCode(totpURI, 1)
  const both = await Promise.all([show(guest, code), show(guest, code)])
  expect(both.map(each => each.status).sort()).toEqual([200, 401])
  const thief = visitor(trunkline.url)
  await byPassword(thief)
  expect(await show(thief, code)).toMatchObject({ status: 401, body: { code: 'CODE_USED' } })
  expect(await thief.isIn()).toBe(false)
})

it('takes a recovery code once, and new ones replace the old', async () => {
  const { backupCodes } = await setUp()
  const [first = '', second = ''] = backupCodes
  await byPassword(guest)
  expect((await recover(guest, 'aaaaa-bbbbb')).status).toBe(401)
  expect((await recover(guest, first)).status).toBe(200)
  expect((await guest.get('/api/me/security')).body).toMatchObject({ recoveryCodesLeft: 9 })
  const again = visitor(trunkline.url)
  await byPassword(again)
  expect((await recover(again, first)).status).toBe(401)

  const renewed = await guest.post<{ backupCodes: string[] }>('/api/auth/two-factor/generate-backup-codes', {
    password: member.password,
  })
  expect(renewed.body.backupCodes).toHaveLength(10)
  expect((await recover(again, second)).status).toBe(401)
  expect((await recover(again, renewed.body.backupCodes[0] ?? '')).status).toBe(200)
})

it('closes after five wrong codes, whatever session they are tried in', async () => {
  const { totpURI } = await setUp()
  for (let time = 0; time < 5; time++) {
    const thief = visitor(trunkline.url)
    await byPassword(thief)
    expect((await recover(thief, `wrong-${time}`)).status).toBe(401)
  }
  await byPassword(guest)
  expect((await show(guest, appCode(totpURI, 1))).status).toBe(429)
  expect(await guest.isIn()).toBe(false)
})

it('is taken off with the password only, and then nobody is asked for it', async () => {
  const { totpURI } = await setUp()
  await byPassword(guest)
  await show(guest, appCode(totpURI, 1))
  expect((await guest.post('/api/auth/two-factor/disable', { password: 'wrong' })).status).toBe(400)
  expect((await guest.post('/api/auth/two-factor/disable', { password: member.password })).status).toBe(200)
  expect(await guest.isIn()).toBe(true)
  const later = visitor(trunkline.url)
  expect((await byPassword(later)).body).toMatchObject({ needs: null })
  expect(await later.isIn()).toBe(true)
})

it('keeps secrets and recovery codes in no form anyone could read', async () => {
  const { totpURI, backupCodes } = await setUp()
  const { rows } = await trunkline.app.db.identity.execute('SELECT * FROM auth_two_factors')
  const kept = JSON.stringify(rows)
  expect(rows.length).toBeGreaterThan(0)
  expect(kept).not.toContain(new URL(totpURI).searchParams.get('secret'))
  for (const code of backupCodes) expect(kept).not.toContain(code)
})

it('writes every step down in the audit trail, without a secret in it', async () => {
  const { totpURI, backupCodes } = await setUp()
  await byPassword(guest)
  await recover(guest, backupCodes[0] ?? '')
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query<{ action: string }>(
      'SELECT action, before, after FROM audit WHERE subject_id = $1 ORDER BY seq',
      [member.id],
    ),
  )
  const actions = rows.map(row => row.action)
  expect(actions.slice(-5)).toEqual([
    'sessions.start',
    'second-factor.prepare',
    'second-factor.show',
    'sessions.start',
    'recovery-codes.use',
  ])
  expect(JSON.stringify(rows)).not.toContain(new URL(totpURI).searchParams.get('secret'))
  expect(JSON.stringify(rows)).not.toContain(backupCodes[0])
})
