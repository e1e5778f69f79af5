import { describe, expect, test } from 'vitest'
import { strengthOf } from './password-strength.ts'

describe('the words about a new password', () => {
  test('say how much is missing, in the right number', () => {
    expect(strengthOf('')).toEqual({ score: 0, words: '10 more characters' })
    expect(strengthOf('ninechars')).toEqual({ score: 0, words: '1 more character' })
    expect(strengthOf('x'.repeat(201)).score).toBe(0)
  })

  test('call repeated and neighbouring characters easy to guess, however many', () => {
    expect(strengthOf('aaaaaaaaaaaaaaaaaaaa').score).toBe(1)
    expect(strengthOf('abcdefghijklmnopqrst').score).toBe(1)
    expect(strengthOf('qwertyuiop').score).toBe(1)
  })

  test('call several words strong without a demand for signs', () => {
    expect(strengthOf('copper lantern under rain').score).toBe(3)
    expect(strengthOf('winter mast 7').score).toBe(2)
  })

  test('refuse the own email and name', () => {
    const about = ['lerato.khumalo@isp.example', 'Lerato Khumalo']
    expect(strengthOf('lerato.khumalo', about).words).toMatch(/email or name/)
    expect(strengthOf('Lerato Khumalo1', about).score).toBe(0)
    expect(strengthOf('lerato keeps seven otters', about).score).toBe(3)
  })
})
