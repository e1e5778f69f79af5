/** Who may be named in a note, who is told at once, and what they have seen. */
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { startDesk } from '../desk-scene.ts'
import { connectLive } from '../live.ts'
import type { Member } from '../trunkline.ts'

const desk = await startDesk()
const { trunkline, thandi, sizwe, lerato, outsider, call, conversation } = desk
afterAll(() => desk.close())

const otherNumber = { accountSid: `AC${'4'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234501' }
const elsewhere = (await trunkline.inbox('sms', otherNumber)).id
/** Sees only the other inbox. */
const naledi = await trunkline.member({ name: 'Naledi', inboxIds: [elsewhere] })
const field = await trunkline.member({ name: 'Kagiso', role: 'field' })
await trunkline.member({ name: 'Portal Person', role: 'customer' })
const nightDesk = (
  await call<{ id: string }>(lerato, 'POST', '/api/teams', {
    name: 'Night desk',
    memberIds: [thandi.id, sizwe.id, naledi.id, field.id],
  })
).body.id

type Mention = {
  messageId: string
  conversationId: string
  contact: { name: string }
  at: string
  seenAt: string | null
}
type Page = { items: Mention[]; unseen: number; next: string | null }

async function name(id: string, ids: string[], as = thandi): Promise<string> {
  const messageId = newId()
  const note = { id: messageId, text: 'Please look', mentions: ids }
  const answer = await call(as, 'POST', `/api/conversations/${id}/notes`, note)
  expect(answer.status).toBe(201)
  return messageId
}
const mentionsOf = async (as: Member, query = '') =>
  (await call<Page>(as, 'GET', `/api/me/mentions${query}`)).body
const inTenant = (sql: string, values: unknown[]) =>
  trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query(sql, values))

describe('whom a note may name', () => {
  const mentionable = async (as: Member, id: string) =>
    call<{ items: { id: string; name: string; kind: string; tells: number }[] }>(
      as,
      'GET',
      `/api/conversations/${id}/mentionable`,
    )

  it('colleagues and teams, each with how many would be told; customers of the portal and oneself are not there', async () => {
    const { body } = await mentionable(thandi, await conversation())
    expect(body.items.map(({ name, kind, tells }) => [name, kind, tells])).toEqual([
      ['Kagiso', 'member', 0],
      ['Lerato', 'member', 1],
      ['Naledi', 'member', 0],
      ['Outsider', 'member', 0],
      ['Sizwe', 'member', 1],
      ['Night desk', 'team', 1],
    ])
  })

  it('a stranger gets what they would for a conversation that never was', async () => {
    const stranger = await mentionable(outsider, await conversation())
    const never = await mentionable(outsider, newId())
    expect([stranger.status, never.status]).toEqual([404, 404])
    expect((stranger.body as unknown as { detail: string }).detail).toBe(
      (never.body as unknown as { detail: string }).detail,
    )
    expect((await mentionable(thandi, 'no-id')).status).toBe(404)
  })
})

describe('being told', () => {
  it('whoever is named learns it at once, as the API gives it; who writes it and who cannot open it do not', async () => {
    const [here, there] = [await conversation(), await conversation(elsewhere)]
    const ofSizwe = await connectLive(trunkline.url, sizwe.cookie)
    const untold = [
      await connectLive(trunkline.url, naledi.cookie),
      await connectLive(trunkline.url, thandi.cookie),
    ]
    const first = await name(here, [nightDesk])
    const told = await ofSizwe.told('mention')
    expect(told).toEqual({ type: 'mention.written', mention: (await mentionsOf(sizwe)).items[0] })
    expect((told.mention as Mention).messageId).toBe(first)
    // Screens are told in order: what these two hear of the second note shows that they heard nothing of the first.
    const second = await name(there, [nightDesk, thandi.id, naledi.id], lerato)
    for (const screen of untold) {
      const heard = await screen.told('mention')
      expect((heard.mention as Mention).messageId).toBe(second)
    }
    for (const screen of [ofSizwe, ...untold]) screen.close()
  })

  it('hides a number from those who may not see it, live as in the list', async () => {
    const hidden = await trunkline.member({ name: 'Masked' })
    await inTenant(`INSERT INTO custom_roles (id, name, permissions) VALUES ($1, 'Masked', $2)`, [
      hidden.id,
      ['conversations.read', 'conversations.reply'],
    ])
    await inTenant(`UPDATE members SET role = 'custom', custom_role_id = id WHERE id = $1`, [hidden.id])
    await trunkline.known(hidden)
    const id = await conversation()
    await inTenant(
      `UPDATE contacts SET name = '+27821234567' WHERE id = (SELECT contact_id FROM conversations WHERE id = $1)`,
      [id],
    )
    const screen = await connectLive(trunkline.url, hidden.cookie)
    await name(id, [hidden.id])
    const { mention } = (await screen.told('mention')) as { mention: Mention }
    expect(mention.contact.name).toBe('••••••567')
    expect((await mentionsOf(hidden)).items[0]).toEqual(mention)
    screen.close()
  })

  it('a note sent twice tells once', async () => {
    const id = await conversation()
    const member = await trunkline.member({ name: 'Once' })
    const screen = await connectLive(trunkline.url, member.cookie)
    const note = { id: newId(), text: 'Please look', mentions: [member.id] }
    const path = `/api/conversations/${id}/notes`
    const both = await Promise.all([call(thandi, 'POST', path, note), call(thandi, 'POST', path, note)])
    expect(both.map(answer => answer.status)).toEqual([201, 201])
    const last = await name(id, [member.id])
    await screen.told('mention', heard => (heard.mention as Mention).messageId === last)
    expect(screen.events.filter(event => event.name === 'mention')).toHaveLength(2)
    screen.close()
  })
})

describe('what was seen', () => {
  it('comes in pages, unseen ones first, and counts what is left on all of them', async () => {
    const member = await trunkline.member({ name: 'Pages' })
    const id = await conversation()
    const written: string[] = []
    for (let count = 0; count < 5; count++) written.unshift(await name(id, [member.id]))
    const [newest, ...others] = written
    await call(member, 'POST', `/api/me/mentions/${newest}/seen`)
    const expected = [...others, newest]
    const got: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = await mentionsOf(member, `?limit=2${next && `&cursor=${next}`}`)
      expect(page.unseen).toBe(4)
      got.push(...page.items.map(item => item.messageId))
      next = page.next
    }
    expect(got).toEqual(expected)
    for (const query of ['?limit=0', '?limit=101', '?cursor=nonsense']) {
      expect((await call(member, 'GET', `/api/me/mentions${query}`)).status, query).toBe(422)
    }
  })

  it('all of them at once, but not what came after the list was read; other screens follow', async () => {
    const member = await trunkline.member({ name: 'Sweeps' })
    const screen = await connectLive(trunkline.url, member.cookie)
    const id = await conversation()
    for (let count = 0; count < 3; count++) await name(id, [member.id])
    const until = (await mentionsOf(member)).items[0]?.at
    const late = await name(id, [member.id])
    const answer = await call(member, 'POST', '/api/me/mentions/seen', { until })
    expect(answer.status).toBe(204)
    expect(await screen.told('mention', heard => heard.type === 'mentions.seen')).toEqual({
      type: 'mentions.seen',
      until,
    })
    const { items, unseen } = await mentionsOf(member)
    expect([unseen, items[0]?.messageId]).toEqual([1, late])
    await call(member, 'POST', `/api/me/mentions/${late}/seen`)
    await screen.told('mention', heard => heard.type === 'mention.seen' && heard.messageId === late)
    for (const body of [{}, { until: 'yesterday' }, { until: '0000-01-01T00:00:00Z' }]) {
      expect((await call(member, 'POST', '/api/me/mentions/seen', body)).status).toBe(422)
    }
    screen.close()
  })

  it('one in a conversation they no longer see is neither counted nor marked', async () => {
    const member = await trunkline.member({ name: 'Moves', inboxIds: [elsewhere] })
    await name(await conversation(elsewhere), [member.id], lerato)
    expect((await mentionsOf(member)).unseen).toBe(1)
    await inTenant('DELETE FROM inbox_access WHERE member_id = $1', [member.id])
    await trunkline.known(member)
    expect(await mentionsOf(member)).toEqual({ items: [], unseen: 0, next: null })
    await call(member, 'POST', '/api/me/mentions/seen', { until: new Date().toISOString() })
    await inTenant('INSERT INTO inbox_access (member_id, inbox_id) VALUES ($1, $2)', [member.id, elsewhere])
    await trunkline.known(member)
    expect((await mentionsOf(member)).unseen).toBe(1)
  })
})
