import { describe, expect, it } from 'vitest'
import { createDuplicates } from './duplicates.ts'

let now = 0
const clock = { now: () => new Date(now) }
const reply = (word: string) => Buffer.from(word)

describe('duplicates', () => {
  it('are new, then in flight, then answered, then new again', () => {
    const duplicates = createDuplicates(clock, { lifetimeMs: 5_000 })
    expect(duplicates.admit('a')).toEqual({ kind: 'new' })
    expect(duplicates.admit('a')).toEqual({ kind: 'in-flight' })
    duplicates.answer('a', reply('yes'))
    now += 4_999
    expect(duplicates.admit('a')).toEqual({ kind: 'answered', reply: reply('yes') })
    now += 1
    expect(duplicates.admit('a')).toEqual({ kind: 'new' })
  })

  it('of a packet that stayed without reply are new', () => {
    const duplicates = createDuplicates(clock)
    duplicates.admit('a')
    duplicates.forget('a')
    expect(duplicates.admit('a')).toEqual({ kind: 'new' })
  })

  it('forget the oldest reply when there are too many', () => {
    const duplicates = createDuplicates(clock, { capacity: 2 })
    for (const key of ['a', 'b', 'c']) {
      duplicates.admit(key)
      duplicates.answer(key, reply(key))
    }
    expect(duplicates.admit('b').kind).toBe('answered')
    expect(duplicates.admit('c').kind).toBe('answered')
    expect(duplicates.admit('a').kind).toBe('new')
  })

  it('shed new packets, not begun ones, when too many are being worked on', () => {
    const duplicates = createDuplicates(clock, { maxInFlight: 1, abandonAfterMs: 1_000 })
    duplicates.admit('a')
    expect(duplicates.admit('b')).toEqual({ kind: 'full' })
    expect(duplicates.admit('a')).toEqual({ kind: 'in-flight' })
    now += 1_000
    expect(duplicates.admit('b')).toEqual({ kind: 'new' })
  })
})
