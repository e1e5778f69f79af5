/** What the same person said elsewhere, as one stream around the conversation that is open. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type StreamScene, streamScene } from '../stream-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Entry = { type: string; seq: number }
type Stretch = {
  conversation: { id: string; subject: string | null; readCount: number }
  messages: { id: string; text: string; createdAt: string }[]
  timeline: Entry[]
  hasEarlier: boolean
  hasLater: boolean
}
type Answer = { stretches: Stretch[]; alongside: { id: string }[]; next: string | null; detail: string }

let trunkline: Trunkline
let scene: StreamScene
let agent: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await streamScene(trunkline)
  agent = await trunkline.member({ name: 'Aisha' })
})
afterAll(() => trunkline?.close())

const read = (id: string, query = '', as = agent) =>
  trunkline.call<Answer>(as, 'GET', `/api/conversations/${id}/stream?${query}`)
const textsOf = ({ stretches }: Answer) =>
  stretches.map(stretch => stretch.messages.map(message => message.text))
const minute = (at: number) => new Date(Date.UTC(2026, 2, 2, 9, at)).toISOString()

/** A chat, and two mail threads whose messages were written in turn: R, R, I, R. */
async function nandi() {
  const { id: contactId, address } = await scene.person('Nandi')
  const router = await scene.matter({
    ...{ contactId, by: 'email', subject: 'Router broken', status: 'resolved' },
    said: [
      { at: minute(1), text: 'R1' },
      { at: minute(2), text: 'R2', direction: 'note' },
      { at: minute(8), text: 'R3', direction: 'out' },
    ],
  })
  const invoice = await scene.matter({
    ...{ contactId, by: 'email', subject: 'Invoice 204' },
    said: [{ at: minute(5), text: 'I1' }],
  })
  const chat = await scene.matter({ contactId, by: 'sms', said: [{ at: minute(6), text: 'Hello' }] })
  return { contactId, address, router, invoice, chat }
}

/** Every page, one after the other. */
async function walk(id: string, limit: number, between: () => Promise<unknown> = async () => {}) {
  const pages: Answer[] = []
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await read(id, `limit=${limit}${next && `&before=${next}`}`)
    pages.push(body)
    next = body.next
    await between()
  }
  return pages
}
const newestFirst = (pages: Answer[]) =>
  pages.flatMap(page => page.stretches.flatMap(stretch => [...stretch.messages].reverse()))

describe('the stream of a contact', () => {
  it('is cut where the conversation changes, newest stretch first, each oldest first, without the open one', async () => {
    const { chat, router, invoice } = await nandi()
    const { status, body } = await read(chat.id)
    expect(status).toBe(200)
    expect(textsOf(body)).toEqual([['R3'], ['I1'], ['R1', 'R2']])
    expect(body.stretches.map(({ hasEarlier, hasLater }) => [hasEarlier, hasLater])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
    expect(body.stretches.map(({ conversation }) => conversation.id)).toEqual([
      router.id,
      invoice.id,
      router.id,
    ])
    expect(body.next).toBeNull()
    expect(body.alongside.map(row => row.id)).toEqual([invoice.id])
  })

  it('says what happened to a conversation beside the message it followed, once', async () => {
    const { chat, router } = await nandi()
    await trunkline.call(agent, 'POST', `/api/conversations/${router.id}/reopen`)
    const { body } = await read(chat.id)
    expect(body.stretches.map(({ timeline }) => timeline.map(entry => entry.type))).toEqual([
      ['conversation.reopened'],
      [],
      [],
    ])
    expect(body.alongside.map(row => row.id)).toContain(router.id)
  })

  it('pages neither skip nor repeat, also while messages come in', async () => {
    const { chat, address, contactId } = await nandi()
    const said = Array.from({ length: 23 }, (_, at) => ({ at: minute(10 + (at % 4)), text: `T${at}` }))
    await scene.matter({ contactId, by: 'email', subject: 'Many at one moment', said })
    const there = newestFirst([(await read(chat.id, 'limit=200')).body])
    expect(there).toHaveLength(27)
    const moments = there.map(message => `${message.createdAt} ${message.id}`)
    expect(moments).toEqual([...moments].sort().reverse())
    const walked = await walk(chat.id, 4, () => scene.mail(address, 'New', 'comes in'))
    expect(newestFirst(walked).map(message => message.id)).toEqual(there.map(message => message.id))
    expect(walked.slice(0, -1).every(page => page.stretches.flatMap(one => one.messages).length === 4)).toBe(
      true,
    )
  })

  it('reads a page again as it is now, as far back as it went, and says where to go on when it grew too long', async () => {
    const { chat, address } = await nandi()
    const first = (await read(chat.id, 'limit=2')).body
    expect(textsOf(first)).toEqual([['R3'], ['I1']])
    await scene.mail(address, 'Another matter', 'New')
    const again = (await read(chat.id, `until=${first.next}`)).body
    expect(textsOf(again)).toEqual([['New'], ['R3'], ['I1']])
    expect(again.next).toBe(first.next)
    const short = (await read(chat.id, `until=${first.next}&limit=1`)).body
    expect(textsOf(short)).toEqual([['New']])
    const rest = (await read(chat.id, `before=${short.next}&until=${first.next}`)).body
    expect(textsOf(rest)).toEqual([['R3'], ['I1']])
  })

  it('goes by when a message was written, also where it was moved behind younger ones', async () => {
    const { chat, router } = await nandi()
    await scene.query(
      `INSERT INTO messages (id, conversation_id, seq, direction, channel, text, state, created_at)
       SELECT gen_random_uuid(), $1, 10 + n, 'in', 'email', 'moved ' || n, 'received', $2::timestamptz + n * interval '1 second'
       FROM generate_series(1, 5) n`,
      [router.id, minute(3)],
    )
    const walked = newestFirst(await walk(chat.id, 2)).map(message => message.text)
    expect(walked).toEqual(['R3', 'I1', 'moved 5', 'moved 4', 'moved 3', 'moved 2', 'moved 1', 'R2', 'R1'])
  })

  it('holds only what this member may see, and is missing for who may not see the open one', async () => {
    const { chat, invoice, router } = await nandi()
    const chats = await trunkline.member({ name: 'Chats only', inboxIds: [scene.inboxes.sms] })
    const { body } = await read(chat.id, '', chats)
    expect(body).toEqual({ stretches: [], alongside: [], next: null })
    for (const hidden of [invoice.id, router.id, newId()]) {
      const refused = await read(hidden, '', chats)
      expect([refused.status, refused.body.detail]).toEqual([404, 'There is no such conversation.'])
    }
    const mails = await trunkline.member({ name: 'Mails only', inboxIds: [scene.inboxes.email] })
    expect(textsOf((await read(invoice.id, '', mails)).body)).toEqual([['R1', 'R2', 'R3']])
    expect((await read(chat.id, '', mails)).status).toBe(404)
  })

  it('knows what this member has read of what is open beside it', async () => {
    const { chat, invoice } = await nandi()
    await trunkline.call(agent, 'POST', `/api/conversations/${invoice.id}/read`, { inboundCount: 1 })
    expect((await read(chat.id)).body.alongside).toMatchObject([{ id: invoice.id, readCount: 1 }])
  })

  it('refuses what is no cursor of its own, in words', async () => {
    const { chat } = await nandi()
    const other = Buffer.from(JSON.stringify(['conversations', [minute(1), newId()]])).toString('base64url')
    const never = Buffer.from(JSON.stringify(['stream', ['0000-01-01T00:00:00Z', newId()]])).toString(
      'base64url',
    )
    for (const name of ['before', 'until']) {
      for (const cursor of ['nonsense', '%00', other, never]) {
        const { status, body } = await read(chat.id, `${name}=${cursor}`)
        expect(status, `${name}=${cursor}`).toBe(422)
        expect(body.detail).toContain(`/query/${name}: this cursor is not one of ours`)
      }
    }
    for (const limit of ['0', '201', 'many']) expect((await read(chat.id, `limit=${limit}`)).status).toBe(422)
  })
})

describe('the way back to an old message', () => {
  it('is one answer up to that message and some before it, and says so when it is not there', async () => {
    const { id: contactId } = await scene.person('Sipho')
    const said = Array.from({ length: 700 }, (_, at) => ({ at: minute(at), text: `M${at + 1}` }))
    const { id, messageIds } = await scene.matter({ contactId, by: 'sms', said })
    const back = (messageId: string, before = 651) =>
      trunkline.call<{ messages: { text: string }[]; hasEarlier: boolean; detail: string }>(
        ...([
          agent,
          'GET',
          `/api/conversations/${id}/messages?before=${before}&around=${messageId}`,
        ] as const),
      )
    const near = (await back(messageIds[299] ?? '')).body
    expect([near.messages[0]?.text, near.messages.at(-1)?.text, near.hasEarlier]).toEqual([
      'M290',
      'M650',
      true,
    ])
    const far = (await back(messageIds[0] ?? '')).body
    expect([far.messages.length, far.hasEarlier]).toEqual([500, true])
    const rest = (await back(messageIds[0] ?? '', 151)).body
    expect([rest.messages.length, rest.messages[0]?.text, rest.hasEarlier]).toEqual([150, 'M1', false])
    const strange = await back(newId())
    expect([strange.status, strange.body.detail]).toEqual([404, 'That message is not in this conversation.'])
    expect((await back('nonsense')).status).toBe(422)
  })
})
