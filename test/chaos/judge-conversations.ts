/** One contact per person, one open chat per contact, and event numbers without a gap. */
import type { Checks } from './checks.ts'
import type { Evidence } from './evidence.ts'
import { grouped } from './grouped.ts'
import type { Said } from './load-in.ts'
import { addressOn } from './people.ts'

export function judgeConversations(said: Said[], evidence: Evidence, checks: Checks): void {
  const { conversations, received, strayContacts } = evidence
  const chats = conversations.filter(each => each.thread === 'chat' && each.status === 'open')
  const byContact = grouped(chats, chat => chat.contact_id)
  checks.none(
    'a contact has one open chat',
    [...byContact].filter(([, some]) => some.length > 1).map(([id, some]) => `${id}: ${some.length} chats`),
  )
  const chatting = said.filter(one => one.kind !== 'email')
  const placeOf = new Map(received.map(message => [message.text, message]))
  // Phone and WhatsApp of one number are one person: one contact, one chat.
  const split = [...grouped(chatting, one => addressOn(one.person, one.kind))].flatMap(
    ([address, theirs]) => {
      const places = theirs.map(one => placeOf.get(one.text)?.conversation_id).filter(id => id !== undefined)
      const different = new Set(places).size
      return different > 1 ? [`${address} is spread over ${different} chats`] : []
    },
  )
  checks.none('all chat messages of an address are in one chat', split)
  checks.none(
    'no contact is left without an address',
    strayContacts.map(contact => `${contact.name} (${contact.id})`),
  )
  const uneven = conversations.filter(
    each =>
      each.events !== each.last_seq ||
      each.different !== each.events ||
      each.last !== each.last_seq ||
      each.first !== 1,
  )
  checks.none(
    'event numbers of a conversation run from 1 to its last without a gap',
    uneven.map(
      each => `${each.id}: ${each.events} events ${each.first}..${each.last}, last ${each.last_seq}`,
    ),
  )
  checks.none(
    'the count of incoming messages of a conversation is right',
    conversations
      .filter(each => each.inbound_count !== each.received)
      .map(each => `${each.id}: counts ${each.inbound_count}, holds ${each.received}`),
  )
}
