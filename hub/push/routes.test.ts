import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newBrowserKeys } from '../../test/fakes/push-browser.ts'
import { forgetEnded } from './forget-ended.ts'
import { startTrial, type Trial } from './trial-push.ts'

let trial: Trial
beforeAll(async () => {
  trial = await startTrial()
})
afterEach(() => trial.clear())
afterAll(() => trial?.close())

const text = (bytes: Buffer) => bytes.toString('base64url')
type Test = { ok: boolean; words: string }
const test = (as: Trial['thandi'], id: string) =>
  trial.call<Test & { detail?: string }>(as, 'POST', `/api/me/push/${id}/test`, {})

describe('a browser of one’s own', () => {
  it('is listed with its name, this one marked; nobody else sees it', async () => {
    const { thandi, sizwe } = trial
    const other = await trial.trunkline.signIn(thandi.email, thandi.password)
    const [one, two] = [await trial.browser(thandi), await trial.browser(other)]
    const listed = await trial.list(thandi)
    expect(
      listed.map(({ id, current, enabled, lastSentAt }) => ({ id, current, enabled, lastSentAt })),
    ).toEqual([
      { id: two.id, current: false, enabled: true, lastSentAt: null },
      { id: one.id, current: true, enabled: true, lastSentAt: null },
    ])
    expect(JSON.stringify(listed)).not.toContain(trial.service.url)
    expect(await trial.list(sizwe)).toEqual([])
  })

  it('is one however often it subscribes, and whoever sits at it later takes it over', async () => {
    const { thandi, sizwe, service, serverKey } = trial
    await trial.browser(thandi)
    const again = await trial.browser(thandi)
    expect((await trial.list(thandi)).map(({ id }) => id)).toEqual([again.id])
    expect((await trial.put(sizwe, { endpoint: again.endpoint, keys: again.keys })).status).toBe(201)
    expect(await trial.list(thandi)).toEqual([])
    const made = await Promise.all([1, 2, 3].map(() => trial.put(thandi, service.subscribe(serverKey))))
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(await trial.list(thandi)).toHaveLength(1)
  })

  it('is told something when one tries it', async () => {
    const { id } = await trial.browser(trial.thandi)
    expect((await test(trial.thandi, id)).body).toEqual({ ok: true, words: 'answered 201' })
    expect(trial.service.ledger).toMatchObject([
      { message: { kind: 'test', memberId: trial.thandi.id }, urgency: 'high' },
    ])
    trial.service.failNext(410)
    expect((await test(trial.thandi, id)).body).toEqual({ ok: false, words: 'answered 410' })
    expect(await trial.list(trial.thandi)).toEqual([])
  })

  it('its keys stand sealed in the row, and its address in no trail', async () => {
    const { keys, endpoint } = await trial.browser(trial.thandi)
    const [row] = await trial.sql<{ keys: string }>('SELECT keys FROM push_subscriptions')
    expect(row?.keys).not.toContain(keys.auth)
    const trail = JSON.stringify(await trial.sql('SELECT * FROM audit'))
    expect(trail).toContain('push.subscribe')
    expect(trail).not.toContain(new URL(endpoint).pathname)
  })

  it('is removed; of others’ there is none to remove or to try', async () => {
    const { thandi, sizwe } = trial
    const { id } = await trial.browser(thandi)
    expect((await trial.call(sizwe, 'DELETE', `/api/me/push/${id}`)).status).toBe(404)
    expect((await test(sizwe, id)).status).toBe(404)
    expect(trial.service.requests).toEqual([])
    expect((await trial.call(thandi, 'DELETE', `/api/me/push/${id}`)).status).toBe(204)
    expect((await trial.call(thandi, 'DELETE', `/api/me/push/${id}`)).status).toBe(404)
  })
})

describe('when the session ends', () => {
  const writeTo = async () => {
    const id = await trial.ownConversation(trial.thandi)
    await trial.call(trial.lerato, 'POST', `/api/conversations/${id}/notes`, {
      id: crypto.randomUUID(),
      text: 'look',
      mentions: [trial.thandi.id],
    })
  }
  const forget = () => forgetEnded(trial.trunkline.app, trial.trunkline.tenantId)

  it('by signing out, nothing more is sent and the row goes', async () => {
    const { email, password } = trial.thandi
    const other = await trial.trunkline.signIn(email, password)
    const kept = await trial.browser(trial.thandi)
    await trial.browser(other)
    await trial.call(other, 'POST', '/api/auth/sign-out', {})
    await writeTo()
    await trial.work()
    expect(trial.service.requests.map(({ path }) => path)).toEqual([new URL(kept.endpoint).pathname])
    expect(await forget()).toBe(1)
    expect((await trial.list(trial.thandi)).map(({ id }) => id)).toEqual([kept.id])
    expect(await forget()).toBe(0)
  })

  it('by running out, too', async () => {
    await trial.browser(trial.thandi)
    const at = await trial.sql<{ session_id: string }>('SELECT session_id FROM push_subscriptions')
    const expire = (when: string) =>
      trial.sql(`UPDATE auth_sessions SET expires_at = now() ${when} WHERE id = $1`, [at[0]?.session_id])
    await expire(`- interval '1 second'`)
    await writeTo()
    await trial.work()
    expect(trial.service.requests).toEqual([])
    expect(await forget()).toBe(1)
    await expire(`+ interval '1 day'`)
  })

  it('because a second factor is asked for that it never showed, or its way in was closed, too', async () => {
    const { thandi, trunkline } = trial
    await trial.browser(thandi)
    await trial.sql(
      `UPDATE tenants SET sign_in_policy = '{"methods":["passkey"],"secondFactorFor":"nobody"}'`,
    )
    await writeTo()
    await trial.work()
    expect(trial.service.requests).toEqual([])
    await trial.sql(`UPDATE tenants SET sign_in_policy = DEFAULT`)
    const setUp = (isSetUp: boolean) =>
      trial.sql('UPDATE auth_users SET two_factor_enabled = $2 WHERE email = $1', [thandi.email, isSetUp])
    await setUp(true)
    await writeTo()
    await trial.work()
    expect(trial.service.requests).toEqual([])
    expect(await forget()).toBe(1)
    await setUp(false)
    await trunkline.known(thandi)
  })

  it('because the member is disabled, too', async () => {
    const pieter = await trial.trunkline.member({ name: 'Pieter' })
    const admin = await trial.trunkline.member({ name: 'Nomsa', role: 'admin' })
    await trial.browser(pieter)
    await trial.call(trial.lerato, 'POST', `/api/conversations/${await trial.conversation()}/assign`, {
      memberId: pieter.id,
    })
    expect((await trial.call(admin, 'POST', `/api/people/${pieter.id}/disable`, {})).status).toBeLessThan(300)
    await trial.work()
    expect(trial.service.requests).toEqual([])
    expect(await forget()).toBe(1)
  })

  it('a session that works for another provider now is not told of this one', async () => {
    await trial.browser(trial.thandi)
    const elsewhere = await trial.trunkline.otherTenant()
    const choose = (tenantId: string | null) =>
      trial.sql(
        `UPDATE auth_sessions SET active_tenant_id = $1 WHERE id = (SELECT session_id FROM push_subscriptions)`,
        [tenantId],
      )
    await choose(elsewhere)
    await writeTo()
    await trial.work()
    expect(trial.service.requests).toEqual([])
    expect(await forget()).toBe(0)
    await choose(null)
  })
})

describe('what is no subscription is refused with words', () => {
  const good = () => trial.service.subscribe(trial.serverKey)
  const refused = async (change: (from: ReturnType<typeof good>) => unknown) => {
    const { status, body } = await trial.put(trial.thandi, change(good()))
    expect(status, JSON.stringify(body)).toBe(422)
    return body.detail ?? ''
  }

  it('addresses that are not https, private, too long, or none', async () => {
    for (const endpoint of [
      'http://push.example.com/send/abc',
      'https://10.0.0.1/send/abc',
      'https://169.254.169.254/latest',
      'https://[::1]/send',
      'https://192.168.1.1/send',
      'https://user:password@push.example.com/send',
      'ftp://push.example.com/',
      'javascript:alert(1)',
      'not an address',
      '',
      `https://push.example.com/${'x'.repeat(1_000)}`,
    ]) {
      await refused(from => ({ ...from, endpoint }))
    }
    expect(await trial.list(trial.thandi)).toEqual([])
  })

  it('keys that are no keys', async () => {
    const { p256dh, auth } = newBrowserKeys()
    for (const keys of [
      { p256dh: text(p256dh.subarray(0, 64)), auth: text(auth) },
      { p256dh: text(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 9)])), auth: text(auth) },
      { p256dh: `${text(p256dh)}=`, auth: text(auth) },
      { p256dh: text(p256dh), auth: text(Buffer.alloc(15)) },
      { p256dh: text(p256dh), auth: text(Buffer.alloc(17)) },
      { p256dh: '', auth: '' },
      { p256dh: text(p256dh) },
      { p256dh: text(p256dh), auth: text(auth), more: 'x' },
    ]) {
      await refused(from => ({ ...from, keys }))
    }
  })

  it('a private address that got into the row all the same is not reached', async () => {
    const { id } = await trial.browser(trial.thandi)
    await trial.sql(`UPDATE push_subscriptions SET endpoint = 'https://10.0.0.1/send'`)
    const { body } = await test(trial.thandi, id)
    expect(body).toEqual({ ok: false, words: expect.stringContaining('private network') })
  })
})
