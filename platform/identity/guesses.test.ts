import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createGuesses, waitAfter } from './guesses.ts'

let database: TestDatabase
let nowMs = Date.parse('2026-01-05T08:00:00Z')
const clock = { now: () => new Date(nowMs) }
const later = (seconds: number) => {
  nowMs += seconds * 1_000
}

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const open = () => createGuesses(database.db, clock)

it('lets five guesses pass, then makes each further one wait longer, up to fifteen minutes', () => {
  expect([1, 4, 5, 6, 7, 9, 10, 40].map(count => waitAfter('account', count))).toEqual([
    0, 0, 30, 60, 120, 480, 900, 900,
  ])
  expect(waitAfter('network', 49)).toBe(0)
  expect(waitAfter('network', 50)).toBe(30)
})

it('closes an account after five, says for how long, and opens it for one more when the time is over', async () => {
  const guesses = open()
  for (let guess = 0; guess < 5; guess++) await guesses.take('account', 'thandi@isp.example')
  later(10)
  await expect(guesses.take('account', 'thandi@isp.example')).rejects.toMatchObject({
    kind: 'too-many',
    more: { retryAfter: 20 },
  })
  expect(guesses.closedFor('account', 'Thandi@ISP.example ')).toBeGreaterThan(0)
  await guesses.take('account', 'sipho@isp.example')

  later(20)
  await guesses.take('account', 'thandi@isp.example')
  await expect(guesses.check('account', 'thandi@isp.example')).rejects.toMatchObject({
    more: { retryAfter: 60 },
  })
})

it('lets no more through when all come at the same moment', async () => {
  const guesses = open()
  const all = Array.from({ length: 40 }, () => guesses.take('second', 'user-1'))
  const passed = (await Promise.allSettled(all)).filter(each => each.status === 'fulfilled')
  expect(passed).toHaveLength(5)
})

it('forgets none in a restart or in another process', async () => {
  for (let guess = 0; guess < 5; guess++) await open().take('account', 'lerato@isp.example')
  await expect(open().take('account', 'lerato@isp.example')).rejects.toMatchObject({ kind: 'too-many' })
})

it('forgives all after the right one, and everything after half an hour of quiet', async () => {
  const guesses = open()
  for (let round = 0; round < 3; round++) {
    for (let guess = 0; guess < 4; guess++) await guesses.take('account', 'naledi@isp.example')
    await guesses.clear('account', 'naledi@isp.example')
  }
  for (let guess = 0; guess < 5; guess++) await guesses.take('account', 'naledi@isp.example')
  later(31 * 60)
  for (let guess = 0; guess < 5; guess++) await guesses.take('account', 'naledi@isp.example')
  await expect(guesses.take('account', 'naledi@isp.example')).rejects.toMatchObject({ kind: 'too-many' })
})

it('does not count what was neither right nor wrong', async () => {
  const guesses = open()
  for (let guess = 0; guess < 20; guess++) {
    await guesses.take('account', 'pieter@isp.example')
    await guesses.giveBack('account', 'pieter@isp.example')
  }
  await guesses.take('account', 'pieter@isp.example')
})

it('keeps nothing of what was typed', async () => {
  await open().take('account', 'my secret password typed into the wrong field')
  const { rows } = await database.db.identity.execute<{ key: string }>('SELECT key FROM auth_failures')
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.filter(row => row.key.includes('secret'))).toEqual([])
})
