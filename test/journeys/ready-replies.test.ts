/** Ready-made answers: whose they are, who may write them, and their files. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepUploads } from '../../hub/uploads/sweep-uploads.ts'
import { newId } from '../../platform/ids.ts'
import { startDesk } from '../desk-scene.ts'
import type { Member } from '../trunkline.ts'

type File = { id: string; name: string }
type Reply = { id: string; title: string; text: string; isShared: boolean; uses: number; files: File[] }
type Answer = Reply & { detail: string }

let desk: Awaited<ReturnType<typeof startDesk>>

beforeAll(async () => {
  desk = await startDesk()
}, 60_000)
afterAll(() => desk.close())

const own = '/api/canned-replies'
const shared = '/api/shared-replies'
const add = (as: Member, path: string, title: string, id = newId()) =>
  desk.call<Answer>(as, 'POST', path, { id, title, text: `${title}: {first name}` })
const listed = async (as: Member) => {
  const { body } = await desk.call<{ items: Reply[] }>(as, 'GET', own)
  return body.items.map(reply => reply.title)
}
async function put(as: Member, cannedReplyId: string) {
  const query = new URLSearchParams({ id: newId(), name: 'map.txt', cannedReplyId })
  const answer = await fetch(`${desk.trunkline.url}/api/uploads?${query}`, {
    method: 'POST',
    headers: { cookie: as.cookie, 'content-type': 'application/octet-stream' },
    body: 'the way to us',
  })
  return { status: answer.status, body: (await answer.json()) as File }
}

it('an own answer is seen by nobody else, a shared one by everybody and written by few', async () => {
  const { thandi, sizwe, lerato } = desk
  expect((await add(thandi, own, 'Mine')).body).toMatchObject({ isShared: false, uses: 0, files: [] })
  expect((await add(thandi, shared, 'Ours')).status).toBe(403)
  const ours = await add(lerato, shared, 'Ours')
  expect(ours).toMatchObject({ status: 201, body: { isShared: true } })
  expect(await listed(thandi)).toEqual(['Mine', 'Ours'])
  expect(await listed(sizwe)).toEqual(['Ours'])
  const { id } = ours.body
  expect((await desk.call(sizwe, 'PATCH', `${own}/${id}`, { title: 'Stolen' })).status).toBe(404)
  expect((await desk.call(sizwe, 'DELETE', `${shared}/${id}`)).status).toBe(403)
})

it('a title is there once on each shelf, whatever its case; the same id is the same answer', async () => {
  const { thandi, lerato } = desk
  const id = newId()
  const first = await add(lerato, shared, 'Outage', id)
  expect((await add(lerato, shared, 'Outage', id)).body).toEqual(first.body)
  expect((await add(lerato, shared, 'OUTAGE')).body.detail).toContain('already')
  expect((await add(thandi, own, 'outage')).status).toBe(201)
  const other = await add(lerato, shared, 'Payment')
  const renamed = await desk.call<Answer>(lerato, 'PATCH', `${shared}/${other.body.id}`, { title: 'outage' })
  expect(renamed.status).toBe(409)
  const changed = await desk.call<Answer>(lerato, 'PATCH', `${shared}/${other.body.id}`, {
    text: 'Pay here.',
  })
  expect(changed.body).toMatchObject({ title: 'Payment', text: 'Pay here.' })
  expect((await add(lerato, shared, '  ')).status).toBe(422)
})

it('its files come along as copies of one’s own, and are not swept', async () => {
  const { thandi, sizwe, lerato, trunkline } = desk
  const { id } = (await add(lerato, shared, 'The way')).body
  expect((await put(thandi, id)).status).toBe(404)
  const file = await put(lerato, id)
  expect(file.status).toBe(201)
  expect((await fetchFile(thandi, file.body.id)).status).toBe(200)
  expect((await desk.call(thandi, 'DELETE', `/api/uploads/${file.body.id}`)).status).toBe(404)
  const conversationId = await desk.conversation()
  const used = await desk.call<{ uploads: File[] }>(sizwe, 'POST', `${own}/${id}/use`, { conversationId })
  expect(used.body.uploads).toMatchObject([{ name: 'map.txt' }])
  expect(used.body.uploads[0]?.id).not.toBe(file.body.id)
  const open = await desk.call<{ uploads: File[] }>(sizwe, 'GET', `/api/conversations/${conversationId}`)
  expect(open.body.uploads).toEqual(used.body.uploads)
  const inAYear = { now: () => new Date(Date.now() + 365 * 86_400_000) }
  await sweepUploads({ ...trunkline.app, clock: inAYear }, trunkline.tenantId)
  const { body } = await desk.call<{ items: Reply[] }>(thandi, 'GET', own)
  expect(body.items.find(reply => reply.id === id)).toMatchObject({ uses: 1, files: [file.body] })
  const unseen = await desk.call(desk.outsider, 'POST', `${own}/${id}/use`, { conversationId })
  expect(unseen.status).toBe(404)
  expect((await desk.call(lerato, 'DELETE', `${shared}/${id}`)).status).toBe(204)
  expect((await fetchFile(thandi, file.body.id)).status).toBe(404)
})

const fetchFile = (as: Member, id: string) =>
  fetch(`${desk.trunkline.url}/api/uploads/${id}`, { headers: { cookie: as.cookie } })
