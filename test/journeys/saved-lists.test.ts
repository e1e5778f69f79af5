/** Filters and order of a list under a name: whose it is, who may share, and what is refused. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SavedList } from '../../hub/saved-lists/saved-lists.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let sizwe: Member
let lead: Member
let field: Member

type Problem = { detail: string }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member()
  sizwe = await trunkline.member()
  lead = await trunkline.member({ role: 'supervisor' })
  field = await trunkline.member({ role: 'field' })
})
afterAll(() => trunkline?.close())

const save = <T = SavedList>(as: Member, body: unknown) =>
  trunkline.call<T>(as, 'POST', '/api/saved-lists', body)
const namesOf = async (as: Member, list = 'customers') => {
  const { body } = await trunkline.call<{ items: SavedList[] }>(as, 'GET', `/api/saved-lists?list=${list}`)
  return body.items.map(item => item.name)
}
const owing = { list: 'customers', name: 'Owing', query: 'owing=yes&sort=-balance' }

it('is its maker’s alone, and of that list alone', async () => {
  const made = await save(thandi, owing)
  expect([made.status, made.body]).toMatchObject([201, { ...owing, shared: false }])
  expect([await namesOf(thandi), await namesOf(sizwe), await namesOf(thandi, 'tickets')]).toEqual([
    ['Owing'],
    [],
    [],
  ])
})

it('shared, by who manages teams, is everybody’s and stands first', async () => {
  const refused = await save<Problem>(thandi, { ...owing, name: 'Ours', shared: true })
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('teams.manage')])
  expect((await save(lead, { ...owing, name: 'Ours', shared: true })).status).toBe(201)
  expect([await namesOf(thandi), await namesOf(sizwe)]).toEqual([['Ours', 'Owing'], ['Ours']])
})

it('holds filters and order, not what stood beside the list', async () => {
  const made = await save(thandi, { ...owing, name: 'Beside', query: 'owing=yes&open=0197&cursor=x' })
  expect(made.body.query).toBe('owing=yes')
  const nothing = await save<Problem>(thandi, { ...owing, name: 'Nothing', query: 'open=0197' })
  expect([nothing.status, nothing.body.detail]).toEqual([422, expect.stringContaining('nothing to save')])
})

it('goes when its maker removes it; somebody else’s is as missing as none', async () => {
  const { body } = await save(thandi, { ...owing, name: 'For a day' })
  const remove = (as: Member, id: string) => trunkline.call<Problem>(as, 'DELETE', `/api/saved-lists/${id}`)
  expect((await remove(sizwe, body.id)).status).toBe(404)
  expect((await remove(thandi, body.id)).status).toBe(204)
  expect((await remove(thandi, body.id)).status).toBe(404)
  expect(await namesOf(thandi)).not.toContain('For a day')
})

it('is not for records one does not see', async () => {
  const asked = await trunkline.call<Problem>(field, 'GET', '/api/saved-lists?list=sessions')
  expect([asked.status, asked.body.detail]).toEqual([403, expect.stringContaining('network.read')])
  expect((await save(field, { ...owing, list: 'sign-ins' })).status).toBe(403)
})

it('is refused in words when it has no name, no list that is, or no address', async () => {
  for (const wrong of [
    { ...owing, name: ' ' },
    { ...owing, list: 'invoices' },
    { ...owing, query: '' },
    { ...owing, query: 'a b' },
    { ...owing, query: `q=${'x'.repeat(1_000)}` },
    { ...owing, more: 1 },
  ]) {
    expect((await save<Problem>(thandi, wrong)).status).toBe(422)
  }
})

it('stops at twenty for one list of one person', async () => {
  const own = (await namesOf(sizwe)).filter(name => name !== 'Ours').length
  for (let n = own; n < 20; n += 1) {
    expect((await save(sizwe, { ...owing, name: `Number ${n}` })).status).toBe(201)
  }
  const more = await save<Problem>(sizwe, { ...owing, name: 'One more' })
  expect([more.status, more.body.detail]).toEqual([409, expect.stringContaining('remove one first')])
  expect((await save(sizwe, { ...owing, list: 'tickets', name: 'Elsewhere' })).status).toBe(201)
})
