import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decryptAsBrowser, newBrowserKeys } from '../../test/fakes/push-browser.ts'
import { encrypt, isPoint } from './encrypt.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')

/** RFC 8291, section 5 and appendix A. */
const example = {
  clear: 'When I grow up, I want to be a watermelon',
  auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  browserPublic: bytes(
    'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  ),
  browserPrivate: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
  ourPrivate: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
  salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
  body:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK' +
    '6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

describe('a message to one browser', () => {
  it('is byte for byte the one of the standard’s example', () => {
    const body = encrypt(
      Buffer.from(example.clear),
      { p256dh: example.browserPublic, auth: example.auth },
      { salt: example.salt, privateKey: example.ourPrivate },
    )
    expect(body.toString('base64url')).toBe(example.body)
  })

  it('of the standard opens as browsers open it', () => {
    const keys = {
      p256dh: example.browserPublic,
      auth: example.auth,
      privateKey: example.browserPrivate,
    }
    expect(decryptAsBrowser(bytes(example.body), keys).toString()).toBe(example.clear)
  })

  it('is another one each time, and opens for that browser only', () => {
    const [mine, theirs] = [newBrowserKeys(), newBrowserKeys()]
    const clear = Buffer.from('“Is anybody there?” 🙂')
    const [first, second] = [encrypt(clear, mine), encrypt(clear, mine)]
    expect(first.equals(second)).toBe(false)
    expect(decryptAsBrowser(first, mine).equals(clear)).toBe(true)
    expect(decryptAsBrowser(second, mine).equals(clear)).toBe(true)
    expect(() => decryptAsBrowser(first, theirs)).toThrow()
    expect(() => decryptAsBrowser(first, { ...mine, auth: randomBytes(16) })).toThrow()
  })

  it('a changed bit anywhere spoils it', () => {
    const keys = newBrowserKeys()
    const body = encrypt(Buffer.from('hello'), keys)
    for (const at of [0, 30, 90, body.length - 1]) {
      const changed = Buffer.from(body)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => decryptAsBrowser(changed, keys)).toThrow()
    }
  })
})

it('a key of a browser is a point on the curve, written long', () => {
  expect(isPoint(example.browserPublic)).toBe(true)
  expect(isPoint(newBrowserKeys().p256dh)).toBe(true)
  expect(isPoint(example.browserPublic.subarray(0, 64))).toBe(false)
  expect(isPoint(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]))).toBe(false)
  expect(isPoint(Buffer.concat([Buffer.from([2]), example.browserPublic.subarray(1)]))).toBe(false)
  expect(isPoint(Buffer.alloc(65))).toBe(false)
})
