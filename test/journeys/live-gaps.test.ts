/** Nothing is missed between two looks: what `…/changes` answers while transactions commit late and rights change. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { ConversationLog, lockConversations } from '../../hub/conversations/conversation-log.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Row = { id: string; lastSeq: number; assignee: { id: string } | null; readCount: number }
type Changes = { conversations: Row[]; cursor: string; tooOld: boolean }
const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }

let trunkline: Trunkline
let fake: WhatsappFake
let agent: Member
let stranger: Member
let early: string
let late: string

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  fake = await startWhatsappFake(meta)
  fake.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })).hookUrl)
  agent = await trunkline.member()
  stranger = await trunkline.member({ inboxIds: [] })
  early = await customer('+27821230001', 'Sipho')
  late = await customer('+27821230002', 'Lerato')
})
afterAll(async () => {
  await fake?.stop()
  await trunkline?.close()
})

/** A new conversation; its id once a screen has been told of it. */
async function customer(phone: string, name: string): Promise<string> {
  const screen = await connectLive(trunkline.url, agent.cookie)
  fake.customerSays({ phone, name, text: `from ${name}` })
  const told = await screen.told(
    'event',
    event => (event.message as { text: string }).text === `from ${name}`,
  )
  screen.close()
  return String(told.conversationId)
}

const look = async (as: Member, cursor?: string): Promise<Changes> => {
  const query = cursor === undefined ? '' : `?cursor=${cursor}`
  const { status, body } = await trunkline.call<Changes>(as, 'get', `/api/changes${query}`)
  expect(status).toBe(200)
  return body
}
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => trunkline.app.db.withTenant(trunkline.tenantId, work)

async function change(tx: Tx, id: string): Promise<void> {
  const conversation = (await lockConversations(tx, [id])).get(id)
  if (!conversation) throw new Error('not there')
  const log = new ConversationLog(new Date())
  log.append(conversation, { type: 'conversation.resolved' })
  await log.save(tx)
}

const patience = { timeout: 20_000 }
const idsOf = (changes: Changes) => changes.conversations.map(row => row.id)

it('a first look gives a cursor and asks for the lists', async () => {
  expect(await look(agent)).toMatchObject({ conversations: [], tooOld: true })
})

it('answers what changed, as a fetch would, and nothing that did not', async () => {
  const { cursor } = await look(agent)
  await trunkline.call(agent, 'post', `/api/conversations/${early}/assign`, { memberId: agent.id })
  const changes = await look(agent, cursor)
  const open = await trunkline.call<{ conversation: Row }>(agent, 'get', `/api/conversations/${early}`)
  expect(changes.tooOld).toBe(false)
  expect(changes.conversations).toContainEqual(open.body.conversation)
  // Whoever writes elsewhere in this PostgreSQL holds the watermark back, so an answer may come twice; but not for ever.
  let { cursor: next } = changes
  await expect
    .poll(async () => {
      const more = await look(agent, next)
      next = more.cursor
      return more.conversations
    }, patience)
    .toEqual([])
})

it('a transaction that began before the cursor and commits after it is not passed over', async () => {
  let commit = () => {}
  const mayCommit = new Promise<void>(resolve => {
    commit = resolve
  })
  const slow = await new Promise<{ end: Promise<void> }>((resolve, reject) => {
    const end = inTenant(async tx => {
      await change(tx, late)
      resolve({ end })
      await mayCommit
    })
    end.catch(reject)
  })
  // Another one overtakes it: its event is newer, and it is there first.
  const { cursor } = await look(agent)
  await inTenant(tx => change(tx, early))
  const first = await look(agent, cursor)
  expect(idsOf(first)).toContain(early)
  expect(idsOf(first)).not.toContain(late)
  commit()
  await slow.end
  const second = await look(agent, first.cursor)
  expect(idsOf(second)).toContain(late)
})

it('nobody hears of conversations of inboxes they do not see', async () => {
  const { cursor } = await look(stranger)
  await inTenant(tx => change(tx, early))
  expect(await look(stranger, cursor)).toMatchObject({ conversations: [], tooOld: false })
})

it('a cursor given for other inboxes is too old, for what became visible did not change', async () => {
  const { cursor } = await look(agent)
  expect(await look(stranger, cursor)).toMatchObject({ conversations: [], tooOld: true })
})

const written = (position: unknown) =>
  Buffer.from(JSON.stringify(['changes', position])).toString('base64url')
const positionOf = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString())[1] as string[]

it('after a quarter of an hour, or on a database set back, the lists are fetched anew', async () => {
  const [horizon, at, reach] = positionOf((await look(agent)).cursor)
  const longAgo = new Date(Date.now() - 16 * 60_000).toISOString()
  expect((await look(agent, written([horizon, longAgo, reach]))).tooOld).toBe(true)
  expect((await look(agent, written([String(Number(horizon) + 1_000_000), at, reach]))).tooOld).toBe(true)
})

it('an invented cursor is refused in words', async () => {
  for (const cursor of ['x', written(['-1', 'now', 'all']), written(['9'.repeat(30), 'now', ''])]) {
    const answer = await trunkline.call<{ detail: string }>(agent, 'get', `/api/changes?cursor=${cursor}`)
    expect([answer.status, answer.body.detail]).toEqual([
      422,
      expect.stringContaining('start again without it'),
    ])
  }
})

it('answers questions that come together each from its own cursor, for its own member', async () => {
  const colleague = await trunkline.member()
  const [before, theirs] = await Promise.all([look(agent), look(colleague)])
  await inTenant(tx => change(tx, early))
  const between = (await look(agent, before.cursor)).cursor
  await inTenant(tx => change(tx, late))
  await trunkline.call(colleague, 'post', `/api/conversations/${late}/read`, { inboundCount: 1 })
  const [all, last, colleagues, unseen] = await Promise.all([
    look(agent, before.cursor),
    look(agent, between),
    look(colleague, theirs.cursor),
    look(stranger, (await look(stranger)).cursor),
  ])
  const ids = (changes: Changes) => changes.conversations.map(row => row.id).sort()
  expect(ids(all)).toEqual(expect.arrayContaining([early, late]))
  // Whatever ran elsewhere when its cursor was given may bring the earlier one once more.
  expect(ids(last)).toContain(late)
  expect(unseen).toMatchObject({ conversations: [], tooOld: false })
  const readBy = (changes: Changes) => changes.conversations.find(row => row.id === late)?.readCount
  expect([readBy(all), readBy(colleagues)]).toEqual([0, 1])
})

it('refuses an invented cursor without keeping the answer from those who ask beside it', async () => {
  const [invented, honest] = await Promise.all([
    trunkline.call(agent, 'get', '/api/changes?cursor=bm90LW91cnM'),
    trunkline.call<Changes>(agent, 'get', '/api/changes'),
  ])
  expect(invented.status).toBe(422)
  expect(honest.status).toBe(200)
})
