import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { customerWrites } from '../../test/desk-scene.ts'
import { usualRules } from '../notifications/worth-telling.ts'
import { startTrial, type Trial } from './trial-push.ts'

let trial: Trial
beforeAll(async () => {
  trial = await startTrial()
})
afterEach(() => trial.clear())
afterAll(() => trial?.close())

const writes = async (id: string, text: string) => {
  const [row] = await trial.sql<{ inbox_id: string }>(
    'SELECT inbox_ids[1] AS inbox_id FROM conversations WHERE id = $1',
    [id],
  )
  await customerWrites({ trunkline: trial.trunkline, inboxId: row?.inbox_id ?? '' }, id, text)
}

describe('what a closed browser is told', () => {
  it('who wrote, where, and the first words; to every browser of whoever it belongs to, and to nobody else', async () => {
    const { thandi, sizwe } = trial
    const second = await trial.trunkline.signIn(thandi.email, thandi.password)
    const [one, two] = [await trial.browser(thandi), await trial.browser(second)]
    await trial.browser(sizwe)
    const id = await trial.ownConversation(thandi)
    await writes(id, 'My line\n is “slow” 🙂')
    expect(await trial.work()).toBe(2)
    expect(trial.service.disbelieved).toEqual([])
    expect(new Set(trial.service.ledger.map(each => each.endpoint))).toEqual(
      new Set([one.endpoint, two.endpoint]),
    )
    expect(trial.service.ledger[0]).toMatchObject({
      ttl: 86_400,
      urgency: 'high',
      message: {
        memberId: thandi.id,
        kind: 'message',
        conversationId: id,
        name: 'Nandi Example',
        inbox: 'sms inbox',
        text: 'My line is “slow” 🙂',
      },
    })
    expect(await trial.work()).toBe(0)
    expect((await trial.list(thandi)).map(each => each.lastSentAt !== null)).toEqual([true, true])
  })

  it('being given a conversation is told with who gave it, taking it oneself is not', async () => {
    const { thandi, lerato } = trial
    await trial.browser(thandi)
    await trial.browser(lerato)
    const id = await trial.conversation()
    await trial.call(lerato, 'POST', `/api/conversations/${id}/assign`, { memberId: lerato.id })
    expect(await trial.work()).toBe(0)
    await trial.call(lerato, 'POST', `/api/conversations/${id}/assign`, { memberId: thandi.id })
    await trial.work()
    expect(trial.service.ledger).toMatchObject([
      { message: { memberId: thandi.id, kind: 'assigned', by: 'Lerato' } },
    ])
  })

  it('a note that names somebody is told to them, whoever the conversation belongs to', async () => {
    const { thandi, sizwe, lerato } = trial
    for (const each of [thandi, sizwe, lerato]) await trial.browser(each)
    const id = await trial.ownConversation(thandi)
    const note = { id: crypto.randomUUID(), text: 'Have you seen this?', mentions: [sizwe.id] }
    expect((await trial.call(lerato, 'POST', `/api/conversations/${id}/notes`, note)).status).toBeLessThan(
      300,
    )
    await trial.work()
    expect(trial.service.ledger).toMatchObject([
      { message: { memberId: sizwe.id, kind: 'mention', by: 'Lerato', text: 'Have you seen this?' } },
    ])
  })

  it('a new conversation is still new when its second message came before anybody looked', async () => {
    await trial.browser(trial.sizwe)
    const id = await trial.conversation()
    await writes(id, 'first')
    await writes(id, 'second')
    await trial.work()
    expect(trial.service.ledger).toMatchObject([{ message: { kind: 'unassigned', text: 'first' } }])
  })

  it('of several messages of one conversation the newest, under one topic; another conversation has another', async () => {
    const { thandi } = trial
    await trial.browser(thandi)
    const [id, other] = [await trial.ownConversation(thandi), await trial.ownConversation(thandi)]
    await writes(id, 'one')
    await writes(id, 'two')
    await trial.work()
    await writes(id, 'three')
    await writes(other, 'elsewhere')
    await trial.work()
    expect(trial.texts().sort()).toEqual(['elsewhere', 'three', 'two'])
    const topics = new Map(trial.service.ledger.map(({ message, topic }) => [message.text, topic]))
    expect(topics.get('two')).toBe(topics.get('three'))
    expect(topics.get('elsewhere')).not.toBe(topics.get('two'))
  })

  it('a long text is cut between two characters, and everything fits into 3,000 bytes', async () => {
    const { thandi } = trial
    await trial.browser(thandi)
    const id = await trial.ownConversation(thandi)
    await trial.sql(
      `UPDATE contacts SET name = $2 WHERE id = (SELECT contact_id FROM conversations WHERE id = $1)`,
      [id, '👩🏽‍🚀'.repeat(300)],
    )
    await writes(id, '🙂"\\'.repeat(2_000))
    await trial.work()
    const [told] = trial.service.ledger
    expect(told?.clearBytes).toBeLessThanOrEqual(3_000)
    expect(String(told?.message.text)).toMatch(/^(🙂"\\)+(🙂"?)?…$/u)
    expect(String(told?.message.name)).toMatch(/^(👩🏽‍🚀)+…$/u)
  })
})

describe('nothing is told', () => {
  const silent = async (id: string) => {
    await writes(id, 'anybody?')
    await trial.work()
    expect(trial.service.requests).toEqual([])
  }

  it('by a way that is switched off, or in quiet hours', async () => {
    const { thandi } = trial
    await trial.browser(thandi)
    const id = await trial.ownConversation(thandi)
    const message = { ...usualRules.kinds.message, push: false }
    await trial.rules(thandi, { kinds: { ...usualRules.kinds, message } })
    await silent(id)
    const hoursOn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16)
    await trial.rules(thandi, { quiet: { from: hoursOn(-2), to: hoursOn(2), timeZone: 'UTC' } })
    await silent(id)
  })

  it('of a conversation the member may not open any more', async () => {
    const { thandi } = trial
    await trial.browser(thandi)
    const id = await trial.ownConversation(thandi)
    await trial.sql('UPDATE members SET all_inboxes = false WHERE id = $1', [thandi.id])
    await silent(id)
    await trial.sql('UPDATE members SET all_inboxes = true WHERE id = $1', [thandi.id])
  })

  it('to who has it before their eyes; to a colleague who has not, all the same', async () => {
    const { thandi, sizwe, trunkline } = trial
    const all = { ...usualRules.kinds.message, circle: 'all' as const }
    await trial.rules(sizwe, { kinds: { ...usualRules.kinds, message: all } })
    await trial.browser(thandi)
    await trial.browser(sizwe)
    const id = await trial.ownConversation(thandi)
    const place = { tenantId: trunkline.tenantId, conversationId: id, inboxIds: [] }
    const sighting = { socketId: 'a tab', person: { id: thandi.id, name: 'Thandi' } }
    trunkline.app.live.sighted({ ...sighting, place })
    await writes(id, 'seen by one')
    await trial.work()
    expect(trial.service.ledger.map(({ message }) => message.memberId)).toEqual([sizwe.id])
    trunkline.app.live.sighted({ ...sighting, place: null })
    await writes(id, 'seen by nobody')
    await trial.work()
    expect(trial.service.ledger.filter(({ message }) => message.memberId === thandi.id)).toHaveLength(1)
  })

  it('of what was read meanwhile', async () => {
    const { thandi } = trial
    await trial.browser(thandi)
    const id = await trial.ownConversation(thandi)
    await writes(id, 'read at once')
    await trial.call(thandi, 'POST', `/api/conversations/${id}/read`, { inboundCount: 1 })
    await trial.work()
    expect(trial.service.requests).toEqual([])
    await writes(id, 'not read')
    await trial.work()
    expect(trial.texts()).toEqual(['not read'])
  })

  it('of what was rolled back, and where nobody subscribed nothing is queued', async () => {
    const id = await trial.ownConversation(trial.thandi)
    await writes(id, 'nobody listens')
    expect(await trial.sql('SELECT 1 FROM push_events')).toEqual([])
  })
})
