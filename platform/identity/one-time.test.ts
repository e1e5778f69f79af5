import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createUser } from './create-user.ts'
import { createOneTime, type OneTime } from './one-time.ts'

let database: TestDatabase
let oneTime: OneTime
let userId: string
let nowMs = Date.parse('2026-01-05T08:00:00Z')
const email = 'thandi@isp.example'

beforeAll(async () => {
  database = await testDatabase()
  userId = (await createUser(database.db, { email, name: 'Thandi', password: 'a password for tests' })).userId
})
beforeEach(() => {
  oneTime = createOneTime(database.db, { now: () => new Date(nowMs) }, 'a key for tests')
})
afterAll(() => database.close())

const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

it('opens with a link once, even when it is used twice at the same moment', async () => {
  const token = await oneTime.newLink(userId, 'magic-link')
  const both = await Promise.all([1, 2].map(() => oneTime.useLink(token, 'magic-link')))
  expect(both.filter(Boolean)).toEqual([userId])
  expect(await oneTime.useLink(token, 'magic-link')).toBeNull()
})

it('refuses a link for another purpose, an older one, a late one, and anything that is no link', async () => {
  const first = await oneTime.newLink(userId, 'reset-password')
  expect(await oneTime.useLink(first, 'magic-link')).toBeNull()
  const second = await oneTime.newLink(userId, 'reset-password')
  expect(await oneTime.useLink(first, 'reset-password')).toBeNull()
  expect(await oneTime.ownerOf(second, 'reset-password')).toBe(userId)
  nowMs += 10 * 60_000
  expect(await oneTime.useLink(second, 'reset-password')).toBeNull()
  for (const nothing of [
    '',
    '.',
    'x.y',
    `${second}x`,
    second.split('.')[0] ?? '',
    '\0',
    `${second.split('.')[0]}.`,
  ])
    expect(await oneTime.useLink(nothing, 'reset-password')).toBeNull()
})

it('opens with a code once, even when it is used twice at the same moment', async () => {
  const code = await oneTime.newCode(userId)
  expect(code).toMatch(/^\d{6}$/)
  const both = await Promise.all([1, 2].map(() => oneTime.useCode(email, code)))
  expect(both.filter(Boolean)).toEqual([userId])
  expect(await oneTime.useCode(email, code)).toBeNull()
})

it('ends a code with the fifth wrong try, however many come at once', async () => {
  const code = await oneTime.newCode(userId)
  for (let wrong = 0; wrong < 4; wrong++) expect(await oneTime.useCode(email, wrongOf(code))).toBeNull()
  expect(await oneTime.useCode(email, code)).toBe(userId)

  const other = await oneTime.newCode(userId)
  await Promise.all(Array.from({ length: 12 }, () => oneTime.useCode(email, wrongOf(other))))
  expect(await oneTime.useCode(email, other)).toBeNull()
})

it('refuses a code for another person, an older one and a late one', async () => {
  await createUser(database.db, {
    email: 'sipho@isp.example',
    name: 'Sipho',
    password: 'a password for tests',
  })
  const first = await oneTime.newCode(userId)
  expect(await oneTime.useCode('sipho@isp.example', first)).toBeNull()
  const second = await oneTime.newCode(userId)
  if (first !== second) expect(await oneTime.useCode(email, first)).toBeNull()
  nowMs += 10 * 60_000
  expect(await oneTime.useCode(email, second)).toBeNull()
})

it('keeps neither links nor codes in a form anyone could use', async () => {
  const token = await oneTime.newLink(userId, 'magic-link')
  const code = await oneTime.newCode(userId)
  const { rows } = await database.db.identity.execute('SELECT * FROM auth_codes')
  const kept = JSON.stringify(rows)
  expect(rows.length).toBeGreaterThanOrEqual(2)
  expect(kept).not.toContain(token.split('.')[1])
  expect(kept).not.toContain(`"${code}"`)
})
