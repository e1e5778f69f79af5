import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let admin: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  admin = await trunkline.member({ role: 'admin' })
})
afterAll(() => trunkline.close())

const makeKey = (key: string, name: string) =>
  fetch(`${trunkline.url}/api/keys`, {
    method: 'POST',
    headers: { cookie: admin.cookie, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ name, permissions: ['members.read'] }),
  })

const named = async (name: string) => {
  const { body } = await trunkline.call<{ items: { name: string }[] }>(admin, 'GET', '/api/keys')
  return body.items.filter(item => item.name === name).length
}

it('ten impatient tries make one key, and its secret is told once and kept nowhere', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => makeKey('try-1', 'Impatient')))
  expect(answers.map(answer => answer.status).sort()).toEqual([201, ...Array<number>(9).fill(409)])
  expect(await named('Impatient')).toBe(1)
  const made = (await answers.find(answer => answer.status === 201)?.json()) as { key: string }
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query<{ row: string }>('SELECT k::text AS row FROM idempotency_keys k'),
  )
  expect(rows.map(({ row }) => row).join()).not.toContain(made.key.slice(12))
})

it('what was refused may be tried again with the same key', async () => {
  expect((await makeKey('try-2', '')).status).toBe(422)
  expect((await makeKey('try-2', 'Second')).status).toBe(201)
  expect((await makeKey('try-2', 'Another')).status).toBe(422)
  expect(await named('Another')).toBe(0)
})
