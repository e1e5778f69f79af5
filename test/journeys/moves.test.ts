/** Messages that change their conversation: split off, merged, moved, and taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { ConversationEvent, Message, OpenConversation } from '../../ui/src/lib/api/types.ts'
import { nothingYet, reduce } from '../../ui/src/lib/live/reducer.ts'
import { connectLive } from '../live.ts'
import { type MoveScene, moveScene } from '../move-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { verifyLive } from '../verify-live.ts'

let trunkline: Trunkline
let scene: MoveScene
let agent: Member
let onlyMail: Member
type Moved = { moveId: string; conversationId: string; count: number; detail: string }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await moveScene(trunkline)
  agent = await trunkline.member({ name: 'Lerato' })
  onlyMail = await trunkline.member({ inboxIds: [scene.inboxes.email] })
})
afterAll(() => trunkline?.close())

const post = (path: string, body: unknown = undefined, as = agent) =>
  trunkline.call<Moved>(as, 'POST', `/api/${path}`, body)
const open = async (id: string) =>
  (await trunkline.call<OpenConversation>(agent, 'GET', `/api/conversations/${id}`)).body
const texts = async (id: string) => (await open(id)).messages.map(message => message.text)
const move = (id: string, body: object) => post(`conversations/${id}/move-messages`, body)
const undo = (moveId: string) => post(`message-moves/${moveId}/undo`)

describe('splitting off', () => {
  it('takes the messages, their files and their time into a conversation of its own', async () => {
    const { chat, texts: writes } = await scene.person()
    const second = await writes('and my bill is wrong', { files: ['bill.pdf'] })
    const before = await open(chat.conversationId)
    const split = await move(chat.conversationId, {
      messageIds: [second.messageId],
      toConversationId: null,
      subject: 'The bill',
    })
    expect(split).toMatchObject({ status: 200, body: { count: 1 } })
    const apart = await open(split.body.conversationId)
    expect(apart.conversation).toMatchObject({
      thread: 'thread',
      subject: 'The bill',
      preview: 'and my bill is wrong',
      waitingSince: before.messages[1]?.createdAt,
    })
    expect(apart.messages[0]).toMatchObject({
      id: second.messageId,
      createdAt: before.messages[1]?.createdAt,
      attachments: [{ name: 'bill.pdf' }],
    })
    expect(await texts(chat.conversationId)).toEqual(['hello'])
    expect((await open(chat.conversationId)).conversation.preview).toBe('hello')
    // The running chat is still the one their next message goes to.
    expect((await writes('are you there?')).conversationId).toBe(chat.conversationId)
  })

  it('takes everything from one message on when asked', async () => {
    const { chat, texts: writes } = await scene.person()
    const from = await writes('two')
    await writes('three')
    const split = await move(chat.conversationId, {
      messageIds: [from.messageId],
      andLater: true,
      toConversationId: null,
    })
    expect(await texts(split.body.conversationId)).toEqual(['two', 'three'])
    expect(await texts(chat.conversationId)).toEqual(['hello'])
  })

  it('taken back, both are what they were, and what came since stays', async () => {
    const { chat, texts: writes } = await scene.person()
    const second = await writes('two')
    const before = (await open(chat.conversationId)).conversation
    const split = await move(chat.conversationId, { messageIds: [second.messageId], toConversationId: null })
    expect((await undo(split.body.moveId)).body).toMatchObject({
      conversationId: chat.conversationId,
      count: 1,
    })
    expect(await texts(chat.conversationId)).toEqual(['hello', 'two'])
    const { lastSeq: _l, inboundCount: _i, ...after } = (await open(chat.conversationId)).conversation
    expect(before).toMatchObject(after)
    expect((await open(split.body.conversationId)).conversation.status).toBe('resolved')
    expect((await undo(split.body.moveId)).body.detail).toBe('This was taken back already.')
  })
})

describe('merging', () => {
  it('makes two mail threads one, resolves the empty one, and the next mail of either lands in what is left', async () => {
    const { mails } = await scene.person()
    const one = await mails('No internet')
    const other = await mails('Still no internet')
    expect(one.conversationId).not.toBe(other.conversationId)
    const merged = await post(`conversations/${other.conversationId}/merge`, { intoId: one.conversationId })
    expect(merged).toMatchObject({ status: 200, body: { conversationId: one.conversationId, count: 1 } })
    expect((await open(other.conversationId)).conversation).toMatchObject({
      status: 'resolved',
      waitingSince: null,
    })
    const later = await mails('Hello?', { references: [other.externalId] })
    expect(later.conversationId).toBe(one.conversationId)
    expect(await texts(one.conversationId)).toEqual(['No internet', 'Still no internet', 'Hello?'])
    const back = await undo(merged.body.moveId)
    expect(back.status).toBe(200)
    expect(await texts(other.conversationId)).toEqual(['Still no internet'])
    expect((await open(other.conversationId)).conversation.status).toBe('open')
    expect((await open(one.conversationId)).conversation.status).toBe('open')
  })

  it('refuses the running chat into a resolved one, and says which way round', async () => {
    const { chat } = await scene.person()
    const [older] = await scene.rows<{ id: string }>(
      `INSERT INTO conversations (id, contact_id, thread, status, inbox_ids, last_message_at, last_channel)
       VALUES ($1, $2, 'chat', 'resolved', ARRAY[$3::uuid], now(), 'sms') RETURNING id`,
      [newId(), chat.contactId, scene.inboxes.phone],
    )
    const refused = await post(`conversations/${chat.conversationId}/merge`, { intoId: older?.id })
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: 'This is the running chat; merge the resolved one into it instead.' },
    })
  })
})

describe('what is refused', () => {
  it('another person’s conversation, in words that say what to do', async () => {
    const [one, other] = [await scene.person(), await scene.person()]
    const body = { messageIds: [one.chat.messageId], toConversationId: other.chat.conversationId }
    const refused = await move(one.chat.conversationId, body)
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('If they are one person, merge the contacts first.')
    expect(await texts(one.chat.conversationId)).toEqual(['hello'])
  })

  it('a conversation one may not see, as one that never was', async () => {
    const { chat, mails } = await scene.person()
    const mail = await mails('by mail')
    const body = { messageIds: [mail.messageId], toConversationId: chat.conversationId }
    const hidden = await post(`conversations/${mail.conversationId}/move-messages`, body, onlyMail)
    const never = await post(
      `conversations/${mail.conversationId}/move-messages`,
      { ...body, toConversationId: newId() },
      onlyMail,
    )
    expect([hidden.status, hidden.body.detail]).toEqual([never.status, never.body.detail])
    expect(hidden.status).toBe(404)
    const moved = await move(mail.conversationId, body)
    expect((await post(`message-moves/${moved.body.moveId}/undo`, undefined, onlyMail)).status).toBe(200)
  })

  it('a message that is elsewhere, one still on its way, none at all, and an id that is none', async () => {
    const { chat, mails } = await scene.person()
    const mail = await mails('by mail')
    const to = { toConversationId: mail.conversationId }
    expect((await move(chat.conversationId, { ...to, messageIds: [mail.messageId] })).status).toBe(404)
    const reply = { id: newId(), text: 'on my way', inboxId: scene.inboxes.phone, lastSeenSeq: 99 }
    expect((await post(`conversations/${chat.conversationId}/replies`, reply)).status).toBe(201)
    const queued = await move(chat.conversationId, { ...to, messageIds: [reply.id] })
    expect(queued).toMatchObject({ status: 409, body: { detail: '"on my way" is still on its way.' } })
    expect((await move(chat.conversationId, { ...to, messageIds: [] })).status).toBe(422)
    expect((await move(chat.conversationId, { ...to, messageIds: ['x'] })).status).toBe(422)
    expect((await move(chat.conversationId, { messageIds: [chat.messageId] })).status).toBe(422)
    expect(
      (await post(`conversations/${chat.conversationId}/merge`, { intoId: chat.conversationId })).status,
    ).toBe(422)
    expect((await undo(newId())).status).toBe(404)
  })

  it('taking back what was moved on since', async () => {
    const { chat, mails } = await scene.person()
    const [one, other] = [await mails('one'), await mails('other')]
    const first = await move(one.conversationId, {
      messageIds: [one.messageId],
      toConversationId: other.conversationId,
    })
    await move(other.conversationId, { messageIds: [one.messageId], toConversationId: chat.conversationId })
    expect((await undo(first.body.moveId)).body.detail).toBe(
      'Some of these messages were moved on since; take that back first.',
    )
  })
})

describe('screens', () => {
  it('of both conversations are told, and equal a refetch', async () => {
    const { chat, texts: writes, mails } = await scene.person()
    const [second, mail] = [await writes('two'), await mails('by mail')]
    const body = { messageIds: [second.messageId], toConversationId: mail.conversationId }
    const scenes = { trunkline, as: agent }
    let moveId = ''
    await verifyLive({ ...scenes, id: mail.conversationId }, 'message.moved', async () => {
      moveId = (await move(chat.conversationId, body)).body.moveId
    })
    await verifyLive({ ...scenes, id: mail.conversationId }, 'messages.moved', () => undo(moveId))
    await verifyLive({ ...scenes, id: chat.conversationId }, 'messages.moved', () =>
      move(chat.conversationId, body),
    )
  })

  it('that missed it catch up to the same, without what left', async () => {
    const { chat, texts: writes, mails } = await scene.person()
    const [second, mail] = [await writes('two'), await mails('by mail')]
    const stale = reduce(nothingYet, { type: 'opened', open: await open(chat.conversationId) })
    await move(chat.conversationId, { messageIds: [second.messageId], toConversationId: mail.conversationId })
    await writes('three')
    const { body } = await trunkline.call<{ events: ConversationEvent[]; lastSeq: number; tooOld: boolean }>(
      ...([
        agent,
        'GET',
        `/api/conversations/${chat.conversationId}/events?after=${stale.threads[chat.conversationId]?.lastSeq}`,
      ] as const),
    )
    const live = reduce(stale, { type: 'caught-up', conversationId: chat.conversationId, ...body })
    const said = (messages: Message[] | undefined) => messages?.map(message => message.text)
    expect(said(live.threads[chat.conversationId]?.messages)).toEqual(['hello', 'three'])
    // From the very beginning too: the words that left are not told again here.
    const all = await trunkline.call<{ events: ConversationEvent[] }>(
      ...([agent, 'GET', `/api/conversations/${chat.conversationId}/events?after=0`] as const),
    )
    expect(JSON.stringify(all.body.events)).not.toContain('"two"')
  })

  it('of a large merge are told once and fetch the rest', async () => {
    const { chat, mails } = await scene.person()
    const mail = await mails('first of many')
    await scene.rows(
      `INSERT INTO messages (id, conversation_id, seq, direction, channel, inbox_id, text, state)
       SELECT gen_random_uuid(), $1, 1000 + n, 'in', 'email', $2, 'mail ' || n, 'received' FROM generate_series(1, 199) n`,
      [mail.conversationId, scene.inboxes.email],
    )
    await scene.rows('UPDATE conversations SET last_seq = 2000 WHERE id = $1', [mail.conversationId])
    const screen = await connectLive(trunkline.url, agent.cookie)
    const merged = await post(`conversations/${mail.conversationId}/merge`, { intoId: chat.conversationId })
    expect(merged.body.count).toBe(200)
    for (const id of [mail.conversationId, chat.conversationId]) {
      await screen.told('event', event => event.conversationId === id && event.type === 'messages.moved')
    }
    expect(screen.events.filter(({ name }) => name === 'event')).toHaveLength(2)
    screen.close()
    expect((await open(chat.conversationId)).conversation.inboundCount).toBe(201)
    await undo(merged.body.moveId)
    expect(await texts(chat.conversationId)).toEqual(['hello'])
  })
})
