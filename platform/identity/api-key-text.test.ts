import { describe, expect, it } from 'vitest'
import { bearerOf, newKeyText, readKey, writeKey } from './api-key-text.ts'

describe('a key', () => {
  it('reads as it was written, and no two are alike', () => {
    const texts = Array.from({ length: 200 }, newKeyText)
    for (const text of texts) expect(readKey(writeKey(text))).toEqual(text)
    expect(new Set(texts.map(text => text.secret)).size).toBe(200)
    expect(writeKey(texts[0]!)).toMatch(/^tl_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$/)
  })

  it('that is too short, too long or dressed up is none', () => {
    const key = writeKey(newKeyText())
    const others = [key.slice(0, -1), `${key}x`, ` ${key}`, `${key}\n`, key.toUpperCase(), key.slice(3), '']
    expect(others.map(readKey)).toEqual(others.map(() => null))
  })
})

describe('bearerOf', () => {
  it('reads what a bearer header carries, whatever the case of its scheme', () => {
    expect(bearerOf('Bearer tl_a')).toBe('tl_a')
    expect(bearerOf('bearer   tl_a ')).toBe('tl_a')
  })

  it('takes an empty bearer for a wrong key, and other schemes for no key at all', () => {
    expect(bearerOf('Bearer')).toBe('')
    expect(bearerOf('Bearer ')).toBe('')
    expect([bearerOf('Basic dGw6'), bearerOf(undefined), bearerOf('Bearertl_a')]).toEqual([null, null, null])
  })
})
