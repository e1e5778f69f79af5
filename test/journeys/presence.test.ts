import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Word = { conversationId: string; member: { id: string; name: string }; state: string; forMs: number }
const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }

let first: Trunkline
/** Another process on the same database. */
let second: Trunkline
let fake: WhatsappFake
let inboxId: string
let conversationId: string
let otherConversationId: string
let sizwe: Member
const open = new Set<LiveClient>()

beforeAll(async () => {
  first = await startTrunkline({ roles: ['web'] })
  second = await startTrunkline({ roles: ['web'], beside: first })
  fake = await startWhatsappFake(meta)
  const inbox = await first.inbox('whatsapp', { ...meta, apiUrl: fake.url })
  inboxId = inbox.id
  fake.setHookUrl(inbox.hookUrl)
  sizwe = await first.member({ name: 'Sizwe' })
  conversationId = await conversationOf('Thandi', '+27821230001')
  otherConversationId = await conversationOf('Bongani', '+27821230002')
}, 60_000)
afterEach(() => {
  for (const screen of open) screen.close()
  open.clear()
})
afterAll(async () => {
  await fake?.stop()
  await second?.close()
  await first?.close()
})

async function screenOf(member: Member, at: Trunkline = first): Promise<LiveClient> {
  const screen = await connectLive(at.url, member.cookie)
  open.add(screen)
  return screen
}
async function conversationOf(name: string, phone: string): Promise<string> {
  const screen = await screenOf(sizwe)
  fake.customerSays({ phone, name, text: `from ${name}` })
  const told = await screen.told('event', event => {
    return (event.message as { text: string } | null)?.text === `from ${name}`
  })
  return String(told.conversationId)
}
const view = (screen: LiveClient, id: string | null = conversationId) =>
  screen.emit('presence.view', { conversationId: id })
const type = (screen: LiveClient, kind: string | null, id = conversationId) =>
  screen.emit('presence.type', { conversationId: id, kind })
const told = (screen: LiveClient, member: Member, state: string) =>
  screen.told('presence', word => {
    const said = word as unknown as Word
    return said.member.id === member.id && said.state === state
  })
const words = (screen: LiveClient) =>
  screen.events.flatMap(({ name, payload }) =>
    name === 'presence' ? [payload as Word] : name === 'presence.list' ? (payload.items as Word[]) : [],
  )
/** What was told of this person; of those of the test before one may still hear that they are gone. */
const statesOf = (screen: LiveClient, member: Member) =>
  words(screen).flatMap(word => (word.member.id === member.id ? [word.state] : []))
/** Both are told in order: what the last word did not bring before it never comes. */
async function lastWord(screen: LiveClient): Promise<void> {
  const mark = randomUUID()
  first.app.live.toInboxes(first.tenantId, [inboxId], 'event', { mark })
  await screen.told('event', event => event.mark === mark)
}

describe('who is where', () => {
  it('is told to a colleague at another process: comes, answers, writes a note, goes', async () => {
    const lerato = await screenOf(await second.member({ name: 'Lerato' }), second)
    const sizwe = await first.member({ name: 'Sizwe' })
    const screen = await screenOf(sizwe)
    expect(await view(screen)).toEqual({ ok: true })
    expect(await told(lerato, sizwe, 'viewing')).toEqual({
      conversationId,
      member: { id: sizwe.id, name: 'Sizwe' },
      state: 'viewing',
      forMs: 90_000,
    })
    await type(screen, 'reply')
    await told(lerato, sizwe, 'replying')
    await type(screen, 'note')
    await told(lerato, sizwe, 'noting')
    screen.close()
    await told(lerato, sizwe, 'gone')
    expect(statesOf(lerato, sizwe)).toEqual(['viewing', 'replying', 'noting', 'gone'])
  })

  it('is told to a screen that comes later, wherever it comes in', async () => {
    const witness = await screenOf(await second.member({ name: 'Lerato' }), second)
    const sizwe = await first.member({ name: 'Sizwe' })
    const screen = await screenOf(sizwe)
    await view(screen)
    await type(screen, 'reply')
    await told(witness, sizwe, 'replying')
    for (const process of [first, second]) {
      const later = await screenOf(await process.member({ name: 'Aisha' }), process)
      await later.told('presence.list')
      expect(statesOf(later, sizwe)).toEqual(['replying'])
    }
  })

  it('is never told to oneself, and several tabs count once', async () => {
    const lerato = await screenOf(await first.member({ name: 'Lerato' }))
    const sizwe = await first.member({ name: 'Sizwe' })
    const [one, two] = [await screenOf(sizwe), await screenOf(sizwe)]
    await view(one)
    await view(two)
    await type(two, 'reply')
    one.close()
    await told(lerato, sizwe, 'replying')
    await view(two, null)
    await told(lerato, sizwe, 'gone')
    expect(statesOf(lerato, sizwe)).toEqual(['viewing', 'replying', 'gone'])
    await lastWord(two)
    expect(statesOf(two, sizwe)).toEqual([])
  })

  it('moves with whoever opens one conversation after the other', async () => {
    const lerato = await screenOf(await first.member({ name: 'Lerato' }))
    const sizwe = await first.member({ name: 'Sizwe' })
    const screen = await screenOf(sizwe)
    await view(screen)
    await view(screen, otherConversationId)
    await lerato.told('presence', word => word.conversationId === otherConversationId)
    const found = words(lerato).filter(word => word.member.id === sizwe.id)
    expect(found.map(word => [word.conversationId, word.state])).toEqual([
      [conversationId, 'viewing'],
      [conversationId, 'gone'],
      [otherConversationId, 'viewing'],
    ])
  })
})

describe('an operator who looks through a member’s eyes', () => {
  it('is told by their own name, also to that member, and hears of that member', async () => {
    const { db } = first.app
    const operator = await first.member({ name: 'Ops Person', tenantId: await first.otherTenant() })
    await db.identity.execute(
      sql`UPDATE auth_users SET platform_owner = true WHERE email = ${operator.email}`,
    )
    await first.known(operator)
    const sizwe = await first.member({ name: 'Sizwe' })
    const path = `/api/platform/tenants/${first.tenantId}/impersonate`
    const borrowed = await first.call(operator, 'POST', path, {
      memberId: sizwe.id,
      reason: 'Ticket 41: the list stays empty',
    })
    expect(borrowed.status).toBe(204)
    await first.known(operator)
    const [own, lent] = [await screenOf(sizwe), await screenOf(operator)]
    await view(lent)
    await own.told('presence', word => (word as unknown as Word).member.name === 'Ops Person as Sizwe')
    await view(own)
    await told(lent, sizwe, 'viewing')
    expect(words(lent).map(word => word.member.name)).not.toContain('Ops Person as Sizwe')
  })
})

describe('who may not see a conversation', () => {
  it('hears nothing of who is there, and cannot say they are', async () => {
    const elsewhere = (await first.inbox('sms', sms)).id
    const lerato = await screenOf(await first.member({ name: 'Lerato' }))
    const outsider = await first.member({ name: 'Outside', inboxIds: [elsewhere] })
    const outside = await screenOf(outsider)
    const inside = await screenOf(await first.member({ name: 'Inside', inboxIds: [inboxId] }))
    const sizwe = await first.member({ name: 'Sizwe' })
    expect(await view(outside)).toEqual({ ok: false })
    expect(await type(outside, 'reply')).toEqual({ ok: false })
    expect(await view(outside, randomUUID())).toEqual({ ok: false })
    expect(await view(inside)).toEqual({ ok: true })
    await view(await screenOf(sizwe))
    await told(inside, sizwe, 'viewing')
    await told(lerato, sizwe, 'viewing')
    first.app.live.toInboxes(first.tenantId, [elsewhere], 'event', { mark: 'last' })
    await outside.told('event', event => event.mark === 'last')
    expect(words(outside)).toEqual([])
    expect(statesOf(lerato, outsider)).toEqual([])
    const later = await screenOf(await first.member({ name: 'Later', inboxIds: [elsewhere] }))
    expect(words(later)).toEqual([])
  })

  it('loses their place when they say they are in one', async () => {
    const lerato = await screenOf(await first.member({ name: 'Lerato' }))
    const insider = await first.member({ name: 'Inside', inboxIds: [inboxId] })
    const inside = await screenOf(insider)
    await view(inside)
    expect(await view(inside, randomUUID())).toEqual({ ok: false })
    await told(lerato, insider, 'gone')
  })

  it('of another ISP hears nothing', async () => {
    const tenantId = await first.otherTenant()
    const stranger = await screenOf(await first.member({ name: 'Stranger', tenantId }))
    expect(await view(stranger)).toEqual({ ok: false })
    await view(await screenOf(sizwe))
    first.app.live.toInboxes(tenantId, [], 'event', { mark: 'last' })
    await stranger.told('event', event => event.mark === 'last')
    expect(words(stranger)).toEqual([])
  })
})

describe('what a socket says badly', () => {
  it.each([
    ['presence.view', undefined],
    ['presence.view', 'one'],
    ['presence.view', {}],
    ['presence.view', { conversationId: '1 OR 1=1' }],
    ['presence.view', { conversationId: null, memberId: 'somebody else' }],
    ['presence.view', { conversationId: null, tab: 7 }],
    ['presence.view', { conversationId: null, tab: 'x'.repeat(41) }],
    ['presence.type', { conversationId: null, kind: 'reply' }],
    ['presence.type', { kind: 'reply' }],
    ['presence.type', { conversationId: randomUUID(), kind: 'shout' }],
  ])('%s %j is refused', async (name, payload) => {
    const screen = await screenOf(sizwe)
    expect(await screen.emit(name, payload)).toEqual({ ok: false })
    expect(await view(screen)).toEqual({ ok: true })
  })

  it('too often is dropped without a word', async () => {
    const screen = await screenOf(sizwe)
    let answers = 0
    const twenty = new Promise<void>(resolve => {
      const answered = () => ++answers === 20 && resolve()
      for (let nth = 0; nth < 25; nth++) {
        screen.socket.emit('presence.type', { conversationId, kind: 'reply' }, answered)
      }
    })
    await twenty
    // Said after all of these, so heard after them.
    await screen.emit('panel.close', { conversationId })
    expect(answers).toBe(20)
    expect(screen.socket.connected).toBe(true)
  })
})
