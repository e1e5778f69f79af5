/** People who write from several addresses, for tests of contacts. Messages go in where every channel's do. */
import { createCustomer } from '../backoffice/customers/index.ts'
import { createLogin, createPlan, createService } from '../backoffice/services/index.ts'
import type { Address } from '../channels/channel.ts'
import { receiveMessages } from '../hub/conversations/receive-messages.ts'
import { newId } from '../platform/ids.ts'
import type { Trunkline } from './trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
const telegram = { botToken: '123456:abcdefghijklmnopqrstuvwxyzABCDEFGHI' }

type Written = { contactId: string; conversationId: string }

export async function contactScene(trunkline: Trunkline) {
  const { app, tenantId } = trunkline
  const inboxes = {
    phone: (await trunkline.inbox('sms', sms)).id,
    telegram: (await trunkline.inbox('telegram', telegram)).id,
  }
  const rows = async <R extends object>(text: string, values: unknown[] = []) =>
    (await app.db.withTenant(tenantId, tx => tx.query<R>(text, values))).rows

  /** Somebody writes; answers whose conversation it is in. */
  async function says(
    kind: 'phone' | 'telegram',
    value: string,
    text: string,
    name?: string,
  ): Promise<Written> {
    const from: Address = { kind, value, name }
    const inbox = await app.inboxes.byId(tenantId, inboxes[kind])
    if (!inbox) throw new Error('no such inbox')
    const now = app.clock.now()
    const message = {
      type: 'message' as const,
      externalId: newId(),
      from,
      text,
      sentAt: now,
      attachments: [],
      references: [],
      automatic: false,
      flags: [],
    }
    const events = await app.db.withTenant(tenantId, tx =>
      receiveMessages(tx, [{ message, inbox, inboxEventId: newId(), receivedAt: now }], now),
    )
    const { conversation } = events.at(-1) as (typeof events)[number]
    return { contactId: conversation.contact.id, conversationId: conversation.id }
  }

  const customer = (name: string, record: { phone?: string; email?: string } = {}) =>
    app.db.withTenant(tenantId, tx => createCustomer(tx, { id: newId(), name, ...record }))

  const link = (contactId: string, customerId: string, evidence = 'linked by Thandi') =>
    rows('INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, $3)', [
      contactId,
      customerId,
      evidence,
    ])

  /** A service of a customer with this login. */
  const login = (customerId: string, username: string) =>
    app.db.withTenant(tenantId, async tx => {
      const [planId, serviceId] = [newId(), newId()]
      const speed = { downKbps: 100_000, upKbps: 50_000 }
      await createPlan(tx, {
        id: planId,
        name: `Fibre ${username}`,
        ...speed,
        priceMinor: 79_900n,
        currency: 'ZAR',
      })
      await createService(tx, { id: serviceId, customerId, planId, startedOn: '2026-01-01' })
      await createLogin(tx, app.secrets.seal, { id: newId(), serviceId, username, password: 'secret' })
    })

  return { inboxes, rows, says, customer, link, login }
}

export type ContactScene = Awaited<ReturnType<typeof contactScene>>
