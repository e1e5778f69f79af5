/** Files of an answer: from the composer through the provider's door, and what is refused on the way. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepUploads } from '../../hub/uploads/sweep-uploads.ts'
import { newId } from '../../platform/ids.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type File = { id: string; name: string; contentType: string; sizeBytes: number; state?: string }
type Message = { id: string; text: string; state: string; stateWords: string | null; attachments: File[] }
type Open = {
  uploads: File[]
  messages: Message[]
  conversation: { preview: string }
  replyRoutes: { files: { most: number; withText: number } | null }[]
}
type Problem = { detail: string }

const secrets = {
  phoneNumberId: '1061234567',
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
}
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(70_000, 7)])
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

let trunkline: Trunkline
let fake: WhatsappFake
let inbox: { id: string; hookUrl: string }
let agent: Member
let screen: LiveClient
let phones = 100

beforeAll(async () => {
  trunkline = await startTrunkline({ env: { UPLOAD_MAX_MB: '1' } })
  fake = await startWhatsappFake(secrets)
  inbox = await trunkline.inbox('whatsapp', { ...secrets, apiUrl: fake.url })
  fake.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member({ name: 'Aisha' })
  screen = await connectLive(trunkline.url, agent.cookie)
})
afterAll(async () => {
  screen.close()
  await fake.stop()
  await trunkline.close()
})

async function customer(): Promise<string> {
  const text = `hello ${phones}`
  fake.customerSays({ phone: `+27821230${phones++}`, name: 'Thandi', text })
  const told = await screen.told('event', event => (event.message as Message | null)?.text === text)
  return String(told.conversationId)
}
const open = async (id: string) => (await trunkline.call<Open>(agent, 'GET', `/api/conversations/${id}`)).body
const state = (id: string, wanted: string) =>
  screen.told('event', event => {
    const message = event.message as Message | null
    return message?.id === id && message.state === wanted
  }) as unknown as Promise<{ message: Message }>

type Put = { as?: Member; id?: string; name?: string; contentType?: string; kind?: 'reply' | 'note' }

async function put(conversationId: string, bytes: Buffer, { as = agent, ...more }: Put = {}) {
  const { id = newId(), name = 'bill.pdf', contentType = 'application/octet-stream', kind = 'reply' } = more
  const answer = await fetch(
    `${trunkline.url}/api/uploads?${new URLSearchParams({ id, name, conversationId, kind })}`,
    {
      method: 'POST',
      headers: { cookie: as.cookie, 'content-type': contentType },
      body: new Uint8Array(bytes),
    },
  )
  return { id, status: answer.status, body: (await answer.json()) as File & Problem }
}
async function bytesAt(path: string, as = agent) {
  const answer = await fetch(`${trunkline.url}${path}`, { headers: { cookie: as.cookie } })
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
}
async function reply(conversationId: string, more: Record<string, unknown>) {
  const body = { id: newId(), text: '', inboxId: inbox.id, lastSeenSeq: 999, ...more }
  const path = `/api/conversations/${conversationId}/replies`
  return { ...(await trunkline.call<Message & Problem>(agent, 'POST', path, body)), id: String(body.id) }
}

it('a file waits in the composer, goes out with its words to the last byte, and is a file of the message then', async () => {
  const id = await customer()
  const file = await put(id, pdf, { name: '../../Bill\u202e March.pdf', contentType: 'text/html' })
  expect(file).toMatchObject({
    status: 201,
    body: { id: file.id, name: 'Bill March.pdf', contentType: 'application/pdf', sizeBytes: pdf.length },
  })
  expect((await open(id)).uploads).toEqual([file.body])
  expect((await bytesAt(`/api/uploads/${file.id}`)).bytes).toEqual(pdf)
  const sent = await reply(id, { text: 'Here is your bill.', uploadIds: [file.id] })
  expect(sent.status).toBe(201)
  expect(sent.body.attachments).toMatchObject([{ id: file.id, state: 'stored', name: 'Bill March.pdf' }])
  await state(sent.id, 'sent')
  expect(fake.ledger.at(-1)).toMatchObject({
    text: 'Here is your bill.',
    file: { name: 'Bill March.pdf', contentType: 'application/pdf' },
  })
  expect(fake.ledger.at(-1)?.file?.bytes.equals(pdf)).toBe(true)
  const after = await open(id)
  expect(after.uploads).toEqual([])
  expect(after.messages.at(-1)?.attachments).toEqual(sent.body.attachments)
  expect((await bytesAt(`/api/attachments/${file.id}`)).bytes).toEqual(pdf)
  expect((await bytesAt(`/api/uploads/${file.id}`)).status).toBe(404)
})

it('sent twice it is one message with the same file; a file alone needs no words', async () => {
  const id = await customer()
  const file = await put(id, png, { name: 'router.png' })
  const before = fake.ledger.length
  const message = { id: newId(), uploadIds: [file.id] }
  const [first, second] = await Promise.all([reply(id, message), reply(id, message)])
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body.attachments).toEqual(first.body.attachments)
  await state(first.id, 'sent')
  expect(fake.ledger).toHaveLength(before + 1)
  expect((await open(id)).conversation.preview).toBe('router.png')
  expect((await reply(id, { uploadIds: [file.id] })).status).toBe(409)
  expect((await reply(id, {})).status).toBe(422)
})

it('an upload is repeated without harm, and what is too large, empty or broken off leaves nothing', async () => {
  const id = await customer()
  const first = await put(id, pdf)
  expect((await put(id, pdf, { id: first.id })).body).toEqual(first.body)
  const large = await put(id, Buffer.alloc(1_000_001))
  expect(large.status).toBe(413)
  expect(large.body.detail).toContain('1 MB')
  expect(await streamed(id, Buffer.alloc(1_200_000))).toBe(413)
  expect((await put(id, Buffer.alloc(0))).status).toBe(422)
  await brokenOff(id)
  expect((await put(id, png, { id: 'no id' })).status).toBe(422)
  expect((await put(newId(), png)).status).toBe(404)
  expect((await open(id)).uploads.map(file => file.id)).toEqual([first.id])
  expect((await trunkline.call(agent, 'DELETE', `/api/uploads/${first.id}`)).status).toBe(204)
  expect((await open(id)).uploads).toEqual([])
})

const uploadTo = (conversationId: string, headers: Record<string, string | number>) =>
  request(
    `${trunkline.url}/api/uploads?${new URLSearchParams({ id: newId(), name: 'a.bin', conversationId })}`,
    {
      method: 'POST',
      headers: { cookie: agent.cookie, 'content-type': 'application/octet-stream', ...headers },
    },
  )

/** Without saying how much comes. */
const streamed = (conversationId: string, bytes: Buffer) =>
  new Promise<number | undefined>((resolve, reject) => {
    const req = uploadTo(conversationId, { 'transfer-encoding': 'chunked' })
    req.once('response', answer => resolve(answer.resume().statusCode))
    req.once('error', reject)
    req.end(bytes)
  })

const brokenOff = (conversationId: string) =>
  new Promise<void>(resolve => {
    const req = uploadTo(conversationId, { 'content-length': 500_000 })
    req.once('error', () => resolve())
    req.write(Buffer.alloc(1000), () => req.destroy(new Error('gone')))
  })

it('a file is its own member’s until it is sent, and goes only where it was put', async () => {
  const [id, elsewhere] = [await customer(), await customer()]
  const colleague = await trunkline.member({ name: 'Sizwe' })
  const blind = await trunkline.member({ inboxIds: [] })
  const file = await put(id, png, { name: 'a.png', kind: 'note' })
  expect((await bytesAt(`/api/uploads/${file.id}`, colleague)).status).toBe(404)
  expect((await trunkline.call(colleague, 'DELETE', `/api/uploads/${file.id}`)).status).toBe(404)
  expect((await put(id, png, { as: blind })).status).toBe(404)
  expect((await put(id, png, { as: colleague, id: file.id })).status).toBe(409)
  expect((await reply(elsewhere, { uploadIds: [file.id] })).status).toBe(409)
  // What was put beside a note for colleagues never goes to the customer.
  expect((await reply(id, { uploadIds: [file.id] })).status).toBe(409)
  const note = { id: newId(), text: 'see the router', uploadIds: [file.id] }
  const path = `/api/conversations/${id}/notes`
  expect((await trunkline.call(colleague, 'POST', path, note)).status).toBe(409)
  const written = await trunkline.call<Message>(agent, 'POST', path, note)
  expect(written.body.attachments).toMatchObject([{ id: file.id, state: 'stored' }])
  expect((await bytesAt(`/api/attachments/${file.id}`, colleague)).bytes).toEqual(png)
})

it('says before what the channel takes, and refuses the rest in words', async () => {
  const id = await customer()
  expect((await open(id)).replyRoutes[0]?.files).toMatchObject({ most: 1, withText: 1024 })
  const zip = await put(id, Buffer.from('PK\x03\x04'), { name: 'all.pdf' })
  const refused = await reply(id, { uploadIds: [zip.id] })
  expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('all.pdf') } })
  const [one, other] = [await put(id, png, { name: 'a.png' }), await put(id, png, { name: 'b.png' })]
  expect((await reply(id, { uploadIds: [one.id, other.id] })).body.detail).toContain('1 file in a message')
  expect((await reply(id, { text: 'x'.repeat(1025), uploadIds: [one.id] })).body.detail).toContain('1024')
  expect((await open(id)).uploads).toHaveLength(3)
})

it('an answer taken back gives its file back too', async () => {
  const id = await customer()
  const file = await put(id, png, { name: 'a.png' })
  const held = await reply(id, { text: 'soon', uploadIds: [file.id], holdSeconds: 60 })
  const undone = await trunkline.call<{ uploads: File[] }>(agent, 'POST', `/api/messages/${held.id}/cancel`)
  expect(undone.body.uploads).toEqual([file.body])
  const after = await open(id)
  expect(after.uploads).toEqual([file.body])
  expect(after.messages.at(-1)?.attachments).toEqual([])
})

it('a file whose bytes are gone fails its message in words; one that is back is sent by hand', async () => {
  const id = await customer()
  const file = await put(id, Buffer.from('only once'), { name: 'a.txt' })
  const { app, tenantId } = trunkline
  const { get } = app.files
  app.files.get = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' }))
  const sent = await reply(id, { uploadIds: [file.id] })
  const failed = await state(sent.id, 'failed')
  app.files.get = get
  expect(failed.message.stateWords).toContain('"a.txt" is not stored here any more')
  expect((await trunkline.call(agent, 'POST', `/api/messages/${sent.id}/resend`)).status).toBe(204)
  await state(sent.id, 'sent')
  expect(fake.ledger.at(-1)?.file?.bytes.toString()).toBe('only once')
  expect(await sweepUploads(app, tenantId)).toBe(0)
})

it('what nobody sent within a day is swept, and nothing else', async () => {
  const id = await customer()
  await put(id, png, { name: 'old.png' })
  const { app, tenantId } = trunkline
  const inHours = (hours: number) => ({
    ...app,
    clock: { now: () => new Date(Date.now() + hours * 3_600_000) },
  })
  expect(await sweepUploads(inHours(23), tenantId)).toBe(0)
  expect((await open(id)).uploads).toHaveLength(1)
  expect(await sweepUploads(inHours(25), tenantId)).toBeGreaterThan(0)
  expect((await open(id)).uploads).toEqual([])
})
