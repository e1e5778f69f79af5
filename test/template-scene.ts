/** A WhatsApp inbox with templates, and customers whose window is open or closed. */
import { newId } from '../platform/ids.ts'
import { startWhatsappFake, type WhatsappFake } from './fakes/whatsapp.ts'
import { templateSamples } from './fakes/whatsapp-template-samples.ts'
import { connectLive, type LiveClient } from './live.ts'
import type { Member, Trunkline } from './trunkline.ts'

export const meta = {
  phoneNumberId: '1061234567',
  businessAccountId: '900800700',
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
}

type Listed = {
  id: string
  name: string
  language: string
  status: string
  sendable: boolean
  why: string | null
}
export type List = { items: Listed[]; fetchedAt: string | null; problem: string | null; canFetch: boolean }
export type Told = { id: string; state: string; stateWords: string | null; text: string; template: unknown }
type Refused = { detail?: string; errors?: { pointer: string; detail: string }[]; unseen?: Told[] }

export type TemplateScene = Awaited<ReturnType<typeof openTemplateScene>>

export async function openTemplateScene(trunkline: Trunkline) {
  const fake: WhatsappFake = await startWhatsappFake({ ...meta, autoReceipts: true })
  fake.setTemplates(templateSamples)
  const inbox = await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })
  fake.setHookUrl(inbox.hookUrl)
  const agent: Member = await trunkline.member({ name: 'Aisha Jaffer', role: 'admin' })
  const screen: LiveClient = await connectLive(trunkline.url, agent.cookie)
  let people = 0

  const sql = (text: string, values: unknown[] = []) =>
    trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query(text, values))
  /** Somebody writes; with `hoursAgo` it was that long ago. */
  async function customer(hoursAgo = 0, name = 'Thandi Mokoena') {
    const phone = `+2782123${String(++people).padStart(4, '0')}`
    fake.customerSays({ phone, name, text: `hello from ${phone}` })
    const event = await screen.told(
      'event',
      one => (one.message as Told | null)?.text === `hello from ${phone}`,
    )
    const conversationId = String(event.conversationId)
    await sql(
      `UPDATE messages SET created_at = created_at - $2 * interval '1 hour' WHERE conversation_id = $1`,
      [conversationId, hoursAgo],
    )
    return { phone, conversationId }
  }
  const listOf = (path: string, as = agent) => trunkline.call<List>(as, 'POST', `/api/inboxes/${path}/fetch`)
  return {
    fake,
    inbox,
    agent,
    screen,
    sql,
    customer,
    fetch: (as = agent) => listOf(`${inbox.id}/templates`, as),
    list: (as = agent, id = inbox.id) => trunkline.call<List>(as, 'GET', `/api/inboxes/${id}/templates`),
    async idOf(name: string, language = 'en') {
      const { body } = await listOf(`${inbox.id}/templates`)
      return body.items.find(one => one.name === name && one.language === language)?.id ?? ''
    },
    async reply(conversationId: string, more: Record<string, unknown>, as = agent) {
      const body = { id: newId(), text: '', inboxId: inbox.id, lastSeenSeq: 999, ...more }
      const path = `/api/conversations/${conversationId}/replies`
      const answer = await trunkline.call<Told & Refused>(as, 'POST', path, body)
      return { ...answer, id: body.id }
    },
    told: (id: string, state: string) =>
      screen.told('event', event => {
        const message = event.message as Told | null
        return message?.id === id && message.state === state
      }),
    message: async (conversationId: string, id: string) => {
      const { body } = await trunkline.call<{ messages: Told[] }>(
        agent,
        'GET',
        `/api/conversations/${conversationId}`,
      )
      return body.messages.find(one => one.id === id)
    },
    async close() {
      screen.close()
      await fake.stop()
    },
  }
}
