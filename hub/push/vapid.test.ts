import { expect, it } from 'vitest'
import { readVapid } from '../../test/fakes/push-browser.ts'
import { vapidHeader, vapidKeys } from './vapid.ts'

const now = new Date('2026-03-02T10:00:00Z')
const to = { endpoint: 'https://push.example:8443/send/abc?d=1', contact: 'mailto:admin@isp.example', now }

it('the pair is the same for the same secret, and another for another', () => {
  const keys = vapidKeys('one secret')
  expect(keys.publicKey).toHaveLength(65)
  expect(vapidKeys('one secret').publicKey.equals(keys.publicKey)).toBe(true)
  expect(vapidKeys('another secret').publicKey.equals(keys.publicKey)).toBe(false)
})

it('says for which push service it is, until when, and whom to write to, signed by that pair', () => {
  const keys = vapidKeys('one secret')
  const said = readVapid(vapidHeader(keys, to))
  expect(said).toMatchObject({ isSigned: true, header: { typ: 'JWT', alg: 'ES256' } })
  expect(said.key.equals(keys.publicKey)).toBe(true)
  expect(said.claims).toEqual({
    aud: 'https://push.example:8443',
    exp: now.getTime() / 1_000 + 12 * 3_600,
    sub: 'mailto:admin@isp.example',
  })
})

it('a changed claim is not signed', () => {
  const header = vapidHeader(vapidKeys('one secret'), to)
  const [, token = ''] = /t=([^,]+)/.exec(header) ?? []
  const [head, , signature] = token.split('.')
  const claims = Buffer.from(JSON.stringify({ aud: 'https://elsewhere.example' })).toString('base64url')
  expect(readVapid(header.replace(token, `${head}.${claims}.${signature}`)).isSigned).toBe(false)
})
