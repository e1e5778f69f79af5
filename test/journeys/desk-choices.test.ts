/** How many conversations carry a label or hold a field, and how screens learn of new ones. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { startDesk } from '../desk-scene.ts'
import { connectLive } from '../live.ts'
import type { Member } from '../trunkline.ts'

type Label = { id: string; name: string; openConversations?: number }

const desk = await startDesk()
const { trunkline, thandi, lerato, outsider, call, conversation } = desk
let narrowLead: Member
const ids = {} as Record<'label' | 'field', string>

beforeAll(async () => {
  narrowLead = await trunkline.member({ name: 'Narrow', role: 'supervisor', inboxIds: [] })
  ids.label = (await call<Label>(lerato, 'POST', '/api/labels', { name: 'Fibre cut' })).body.id
  await call(lerato, 'POST', '/api/labels', { name: 'Unused' })
  const field = { key: 'site', title: 'Site', kind: 'text' }
  ids.field = (await call<Label>(lerato, 'POST', '/api/custom-fields', field)).body.id
  const three = await Promise.all([conversation(), conversation(), conversation()])
  for (const id of three) {
    await call(thandi, 'PATCH', `/api/conversations/${id}`, { labels: { add: ['fibre CUT'] } })
  }
  await call(thandi, 'PATCH', `/api/conversations/${three[0]}`, { fields: { site: 'North' } })
  await call(thandi, 'POST', `/api/conversations/${three[2]}/resolve`)
})
afterAll(() => desk.close())

const labels = async (as: Member, query = '') =>
  (await call<{ items: Label[] }>(as, 'GET', `/api/labels${query}`)).body.items
const carriers = (as: Member, what: string, id: string) =>
  call(as, 'GET', `/api/${what}/${id}/carriers`) as Promise<{ status: number; body: unknown }>

it('labels say how many open conversations carry them, to whoever asks and sees those', async () => {
  const numbers = (items: Label[]) => items.map(({ name, openConversations }) => [name, openConversations])
  expect(numbers(await labels(thandi, '?count=open'))).toEqual([
    ['Fibre cut', 2],
    ['Unused', 0],
  ])
  expect(numbers(await labels(outsider, '?count=open'))).toEqual([
    ['Fibre cut', 0],
    ['Unused', 0],
  ])
  expect((await labels(thandi)).some(label => 'openConversations' in label)).toBe(false)
  expect((await call(thandi, 'GET', '/api/labels?count=all')).status).toBe(422)
})

it('before a removal it is known what it touches, resolved ones too', async () => {
  expect((await carriers(lerato, 'labels', ids.label)).body).toEqual({
    conversations: 3,
    open: 2,
    seesAll: true,
  })
  expect((await carriers(lerato, 'custom-fields', ids.field)).body).toMatchObject({
    conversations: 1,
    open: 1,
  })
  expect((await carriers(narrowLead, 'labels', ids.label)).body).toEqual({
    conversations: 0,
    open: 0,
    seesAll: false,
  })
})

it('only those who manage them ask that, and a stranger’s id is one that never was', async () => {
  expect((await carriers(thandi, 'labels', ids.label)).status).toBe(403)
  expect((await carriers(lerato, 'labels', newId())).status).toBe(404)
  expect((await carriers(lerato, 'custom-fields', newId())).status).toBe(404)
  expect((await carriers(lerato, 'labels', 'not-an-id')).status).toBe(404)
})

it('screens are told of each change to labels and fields, and of nothing that was refused', async () => {
  const screen = await connectLive(trunkline.url, thandi.cookie)
  try {
    const add = (name: string) => call<Label>(lerato, 'POST', '/api/labels', { name })
    expect((await add('Unused')).status).toBe(409)
    const made = await add('Slow line')
    await call(lerato, 'PATCH', `/api/labels/${made.body.id}`, { colour: 'red' })
    await call(lerato, 'PATCH', `/api/labels/${made.body.id}`, { colour: 'red' })
    await call(lerato, 'DELETE', `/api/labels/${made.body.id}`)
    await call(lerato, 'PATCH', `/api/custom-fields/${ids.field}`, { title: 'Place' })
    await call(lerato, 'DELETE', `/api/custom-fields/${ids.field}`)
    await call(lerato, 'POST', '/api/custom-fields', { key: 'last', title: 'Last', kind: 'date' })
    const told = () =>
      screen.events.filter(event => event.name === 'choices').map(each => each.payload.changed)
    await expect.poll(told).toEqual(['labels', 'labels', 'labels', 'fields', 'fields', 'fields'])
  } finally {
    screen.close()
  }
})
