/** Everybody opens the page at the same moment, more people than there are connections to the database. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let member: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  member = await trunkline.member({ role: 'admin' })
})
afterAll(() => trunkline?.close())

const paths = [
  '/api/me',
  '/api/me/security',
  '/api/me/sessions',
  '/api/people',
  '/api/conversations/counts',
  '/api/changes',
]

it.each(paths)('%s answers all of a hundred who ask together', async path => {
  const ask = () => trunkline.call(member, 'GET', path)
  const answers = await Promise.all(Array.from({ length: 100 }, ask))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
})
