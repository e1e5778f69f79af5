/** Notes on a customer, and the screens that are told of them. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type CustomersScene, fillCustomers } from '../customers-scene.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Note = { id: string; text: string; author: string }
type Page = { items: Note[]; next: string | null; detail?: string }

let trunkline: Trunkline
let scene: CustomersScene
let agent: Member
let colleague: Member
let reseller: Member
let screen: LiveClient
let path: string

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await fillCustomers(trunkline)
  agent = await trunkline.member({ name: 'Aisha' })
  colleague = await trunkline.member({ name: 'Sizwe', role: 'supervisor' })
  reseller = await trunkline.member({ name: 'Rita', role: 'reseller' })
  await scene.query('UPDATE customers SET reseller_id = $2 WHERE id = $1', [scene.ids.sipho, reseller.id])
  screen = await connectLive(trunkline.url, colleague.cookie)
  path = `/api/customers/${scene.ids.thandi}/notes`
})
afterAll(async () => {
  screen?.close()
  await trunkline?.close()
})

const notes = async (query = '') => (await trunkline.call<Page>(colleague, 'GET', `${path}${query}`)).body
const write = (text: string, id = newId(), as = agent) => trunkline.call<Page>(as, 'POST', path, { id, text })
const heard = () => screen.events.filter(event => event.name === 'customer').length

it('a note is there for colleagues at once, and their open page is told', async () => {
  expect(await screen.emit('customer.open', { customerId: scene.ids.thandi })).toEqual({ ok: true })
  expect((await write('The dog bites')).status).toBe(204)
  expect(await screen.told('customer')).toEqual({
    type: 'customer.changed',
    customerId: scene.ids.thandi,
    what: 'notes',
  })
  expect((await notes()).items).toMatchObject([{ text: 'The dog bites', author: 'Aisha' }])
})

it('a panel beside a conversation of theirs is told, too', async () => {
  const panel = await connectLive(trunkline.url, agent.cookie)
  await panel.emit('panel.open', { conversationId: scene.conversationId })
  await write('Gate code 4821')
  await panel.told('customer')
  panel.close()
})

it('sent twice it is one note; an id of another note is refused', async () => {
  const id = newId()
  await write('Only once', id)
  expect((await write('Only once', id)).status).toBe(204)
  expect((await write('Something else', id)).status).toBe(409)
  expect((await notes()).items.filter(note => note.text === 'Only once')).toHaveLength(1)
  expect((await write('   ')).status).toBe(422)
})

it('pages hold every note once', async () => {
  const all = (await notes()).items.map(note => note.id)
  const first = await notes('?limit=2')
  const rest = await notes(`?limit=50&cursor=${first.next}`)
  expect([...first.items, ...rest.items].map(note => note.id)).toEqual(all)
})

it('taken down it is gone from the screens, kept as a row, and in the trail', async () => {
  const [note] = (await notes()).items
  expect((await trunkline.call(colleague, 'DELETE', `${path}/${note?.id}`)).status).toBe(204)
  expect((await notes()).items.map(each => each.id)).not.toContain(note?.id)
  const kept = await scene.query<{ text: string }>(
    'SELECT text FROM customer_notes WHERE id = $1 AND removed_at IS NOT NULL',
    [note?.id],
  )
  expect(kept).toHaveLength(1)
  expect((await trunkline.call(colleague, 'DELETE', `${path}/${note?.id}`)).status).toBe(404)
  const trail = await scene.query<{ action: string; actor_name: string }>(
    'SELECT action, actor_name FROM audit WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1',
    [scene.ids.thandi],
  )
  expect(trail).toEqual([{ action: 'customers.remove-note', actor_name: 'Sizwe' }])
})

it('a note of one customer is not removed through another', async () => {
  const [note] = (await notes()).items
  const answer = await trunkline.call(
    colleague,
    'DELETE',
    `/api/customers/${scene.ids.priya}/notes/${note?.id}`,
  )
  expect(answer.status).toBe(404)
})

it('the timeline shows notes that stand, to those who write them', async () => {
  const timeline = async (as: Member) =>
    (
      await trunkline.call<{ items: { type: string; text: string }[] }>(
        as,
        'GET',
        `/api/customers/${scene.ids.thandi}/timeline?kind=notes`,
      )
    ).body.items.map(entry => entry.text)
  expect(await timeline(agent)).toEqual((await notes()).items.map(note => note.text))
  const field = await trunkline.member({ role: 'field' })
  expect(await timeline(field)).toEqual([])
})

it('a page that was closed hears nothing, and a page of what one does not see never opens', async () => {
  await screen.emit('customer.close', { customerId: scene.ids.thandi })
  const before = heard()
  await write('Unheard')
  await screen.emit('customer.open', { customerId: scene.ids.thandi })
  expect(heard()).toBe(before)
  const theirs = await connectLive(trunkline.url, reseller.cookie)
  expect(await theirs.emit('customer.open', { customerId: scene.ids.sipho })).toEqual({ ok: true })
  expect(await theirs.emit('customer.open', { customerId: scene.ids.thandi })).toEqual({ ok: false })
  expect(await theirs.emit('customer.open', { customerId: newId() })).toEqual({ ok: false })
  theirs.close()
})
