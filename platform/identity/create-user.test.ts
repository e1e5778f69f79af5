import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createUser, setPassword } from './create-user.ts'
import { verifyAtTheDoor } from './passwords.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const passwordsOf = async (userId: string) =>
  (
    await database.db.identity.execute<{ password: string }>(
      `SELECT password FROM auth_accounts WHERE user_id = '${userId}' AND provider_id = 'credential'`,
    )
  ).rows.map(row => row.password)

it('makes one person of an address, however many make it at the same moment', async () => {
  const make = (name: string) =>
    createUser(database.db, { email: 'Thandi@isp.example', name, password: `${name} rides a bicycle` })
  const made = await Promise.all(['one', 'two', 'three', 'four'].map(make))
  const [userId = ''] = [...new Set(made.map(each => each.userId))]
  expect(new Set(made.map(each => each.userId)).size).toBe(1)
  expect(await passwordsOf(userId)).toHaveLength(1)
  expect(await make('five')).toEqual({ userId })
})

it('sets a password, the first as well as the next, and refuses a weak one', async () => {
  const { userId } = await createUser(database.db, {
    email: 'sipho@isp.example',
    name: 'Sipho',
    password: 'a password for tests',
  })
  await setPassword(database.db, userId, 'four brown hens sing')
  const [hash = ''] = await passwordsOf(userId)
  expect(await verifyAtTheDoor({ hash, password: 'four brown hens sing' })).toBe(true)
  await database.db.identity.execute(`DELETE FROM auth_accounts WHERE user_id = '${userId}'`)
  await setPassword(database.db, userId, 'five brown hens sing')
  expect(await passwordsOf(userId)).toHaveLength(1)
  await expect(setPassword(database.db, userId, 'sipho@isp.example')).rejects.toMatchObject({
    kind: 'invalid',
  })
})
