/** Priority, team, customer, labels and own fields of a conversation: one change, one event, one line in the trail. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { conversationSubject, record } from '../conversations/change-conversation.ts'
import { cleanText } from '../conversations/clean-text.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import { findConversation, lockConversation } from '../conversations/find-conversations.ts'
import type { changeDetails as schema } from './desk.api.ts'
import { whyNot } from './field-value.ts'
import { holdFields } from './hold-fields.ts'
import { holdLabels } from './labels.ts'

type Change = z.infer<typeof schema>

const mostLabels = 30

/** Refuses teams, labels and fields that are not there, and values that do not fit their field. */
export async function changeDetails(app: App, tx: Tx, who: Who, id: string, change: Change): Promise<void> {
  await findConversation(tx, who, id)
  // Labels and fields before the conversation, as their removal locks them: never the other way round.
  const next = await readChange(tx, change)
  const conversation = await lockConversation(tx, who, id)
  const before = detailsOf(conversation)
  next(conversation)
  const about = await findSpokenFor(tx, conversation, change.customerId)
  conversation.customer = about && { id: about.id, name: about.name }
  const difference = changed(before, detailsOf(conversation))
  if (!difference) return unchanged(tx)
  // Two of one family have one name: the number says which of them is meant.
  if (difference.after.customer) difference.after.customer = about
  await record(app, tx, who, conversation, { type: 'conversation.changed', data: difference })
  audit(tx, { action: 'conversations.change', subject: conversationSubject(conversation), ...difference })
}

const detailsOf = ({ priority, team, customer, labels, fields }: LockedConversation) => ({
  priority,
  team,
  customer,
  labels: [...labels],
  fields: { ...fields },
})

/** Checks the change against what the tenant has, and answers what it does to a conversation. */
async function readChange(tx: Tx, change: Change): Promise<(conversation: LockedConversation) => void> {
  const team = change.teamId ? await findTeam(tx, change.teamId) : null
  const add = await holdLabels(tx, change.labels?.add ?? [])
  const remove = new Set(change.labels?.remove.map(name => name.toLowerCase()))
  const fields = await readFields(tx, change.fields ?? {})
  return conversation => {
    if (change.priority) conversation.priority = change.priority
    if (change.teamId !== undefined) conversation.team = team
    const kept = conversation.labels.filter(name => !remove.has(name.toLowerCase()))
    conversation.labels = [...new Set([...kept, ...add])]
    if (add.length > 0 && conversation.labels.length > mostLabels) {
      throw new Refusal('invalid', `A conversation takes ${mostLabels} labels at most.`)
    }
    conversation.fields = Object.fromEntries(
      Object.entries({ ...conversation.fields, ...fields }).filter(([, value]) => value !== null),
    )
  }
}

async function findTeam(tx: Tx, id: string): Promise<{ id: string; name: string }> {
  const { rows } = await tx.query<{ id: string; name: string }>('SELECT id, name FROM teams WHERE id = $1', [
    id,
  ])
  if (!rows[0]) throw new Refusal('missing', 'There is no such team.')
  return rows[0]
}

/** Only a customer the contact speaks for: nobody's matter is hung on a stranger's account. */
async function findSpokenFor(
  tx: Tx,
  { contact, customer: now }: LockedConversation,
  customerId: string | null | undefined,
): Promise<{ id: string; name: string; number?: string } | null> {
  if (customerId === undefined || customerId === now?.id) return now
  if (customerId === null) return null
  const customer = (await customersOf(tx, contact.id)).find(each => each.id === customerId)
  if (!customer) throw new Refusal('missing', 'This contact does not speak for such a customer.')
  return { id: customer.id, name: customer.name, number: customer.number }
}

async function readFields(tx: Tx, values: NonNullable<Change['fields']>): Promise<typeof values> {
  const known = await holdFields(tx, Object.keys(values))
  const clean: typeof values = {}
  for (const [key, value] of Object.entries(values)) {
    const field = known.get(key)
    if (!field) throw new Refusal('invalid', `There is no field "${key}".`)
    const fits = typeof value === 'string' ? cleanText(value).trim() : value
    const wrong = fits === null ? null : whyNot(field, fits)
    if (wrong) throw new Refusal('invalid', wrong)
    clean[key] = fits
  }
  return clean
}
