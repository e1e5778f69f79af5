import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { apiRoutes } from '../../hub/routes.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let owner: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  owner = await trunkline.member({ role: 'owner' })
})
afterAll(() => trunkline.close())

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const uuid = '01990000-0000-7000-8000-000000000001'

it('a cursor that is not ours is refused in words by every list, and never breaks one', async () => {
  const lists = apiRoutes(trunkline.app).filter(
    ({ method, path, schemas }) =>
      method === 'get' &&
      !path.includes('{') &&
      schemas.query instanceof z.ZodObject &&
      'cursor' in schemas.query.shape,
  )
  expect(lists.map(({ path }) => path)).toContain('/api/conversations')
  const cursors = [
    'nonsense',
    '%00',
    Buffer.from(`1 ${'-'.repeat(36)}`).toString('base64url'),
    Buffer.from(`2026-01-01T00:00:00Z ${uuid}`).toString('base64url'),
    encoded(['another list', ['2026-01-01T00:00:00Z', uuid]]),
    encoded(['conversations', ['infinity', uuid]]),
    encoded(['conversations', ['0000-01-01T00:00:00Z', uuid]]),
    encoded(['conversations', ["'; DROP TABLE members; --", uuid]]),
    encoded({ __proto__: null, list: 1 }),
    encoded([]),
  ]
  for (const { path } of lists) {
    for (const cursor of cursors) {
      const answer = await trunkline.call<{ detail: string }>(owner, 'GET', `${path}?cursor=${cursor}`)
      expect(answer.status, `${path}?cursor=${cursor}`).toBe(422)
      expect(answer.body.detail).toMatch(/cursor/)
    }
  }
})
