/**
 * Incoming messages -> conversations, for a whole batch in one transaction: identities, conversations under lock,
 * messages with their numbers, events. Statement count does not grow with the batch.
 */
import type { IncomingMessage } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { identityKey, type KnownIdentity, meet } from '../contacts/meet.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import { cleanText, previewOf } from './clean-text.ts'
import {
  ConversationLog,
  type LockedConversation,
  lockConversations,
  type PublishedEvent,
} from './conversation-log.ts'
import { createThread, findChats, findThread } from './find-conversation.ts'
import { heedWishes } from './heed-wishes.ts'
import { insertMessages, knownExternalIds, type MessageRow } from './message-rows.ts'
import type { LiveMessage } from './shapes.ts'

export type Arrived = { message: IncomingMessage; inbox: OpenInbox; inboxEventId: string; receivedAt: Date }

type Placed = Arrived & {
  identity: KnownIdentity
  conversationId: string
  flags: string[]
  externalId: string
}

/** Answers the live events to publish after the commit. A message that is already there changes nothing. */
export async function receiveMessages(tx: Tx, arrived: Arrived[], now: Date): Promise<PublishedEvent[]> {
  if (arrived.length === 0) return []
  const fresh = await dropKnown(tx, arrived)
  if (fresh.length === 0) return []
  const identities = await meet(
    tx,
    fresh.map(each => each.message.from),
    now,
  )
  const placed = await place(tx, fresh, identities)
  const conversations = await lockConversations(tx, [...new Set(placed.map(each => each.conversationId))])
  const wishes = await heedWishes(tx, placed, now)
  const log = new ConversationLog(now)
  const rows: MessageRow[] = []
  const met = new Set<KnownIdentity>()
  for (const each of placed) {
    const conversation = conversations.get(each.conversationId)
    if (!conversation) throw new Error(`conversation ${each.conversationId} vanished`)
    if (!met.has(each.identity)) tellMoved(log, conversation, each.identity)
    met.add(each.identity)
    rows.push(append(log, conversation, each, now))
    const wish = wishes.get(each)
    if (wish) log.append(conversation, wish)
  }
  const published = await log.save(tx)
  await insertMessages(tx, rows)
  await noteInbound(tx, placed)
  return published
}

/**
 * Raw items are unique by key, so a known external id means another copy of the same message, or, where the sender
 * makes the id (email), another message that claims it: that one is kept under a name of its own and flagged.
 */
async function dropKnown(
  tx: Tx,
  arrived: Arrived[],
): Promise<(Arrived & { externalId: string; flags: string[] })[]> {
  const known = await knownExternalIds(
    tx,
    arrived.map(each => [each.inbox.inboxId, each.message.externalId]),
  )
  const fresh: (Arrived & { externalId: string; flags: string[] })[] = []
  for (const each of arrived) {
    const key = `${each.inbox.inboxId} ${each.message.externalId}`
    const flags = each.message.flags.map(cleanText)
    if (!known.has(key)) {
      known.add(key)
      fresh.push({ ...each, externalId: each.message.externalId, flags })
    } else if (each.inbox.channel.abilities.threading === 'references') {
      const externalId = `${each.message.externalId}#${each.inboxEventId}`
      fresh.push({ ...each, externalId, flags: [...flags, 'another message carries the same Message-ID'] })
    }
  }
  return fresh
}

async function place(
  tx: Tx,
  fresh: (Arrived & { externalId: string; flags: string[] })[],
  identities: Map<string, KnownIdentity>,
): Promise<Placed[]> {
  const draftOf = (each: Arrived, identity: KnownIdentity) => ({
    contactId: identity.contactId,
    channel: each.inbox.channel.kind,
    inboxId: each.inbox.inboxId,
    at: each.receivedAt,
    subject: each.message.subject ? cleanText(each.message.subject).slice(0, 500) : null,
  })
  const met = fresh.map(each => ({
    ...each,
    identity: identities.get(identityKey(each.message.from)) as KnownIdentity,
  }))
  const chatting = met.filter(each => each.inbox.channel.abilities.threading === 'none')
  const chats =
    chatting.length > 0
      ? await findChats(
          tx,
          chatting.map(each => draftOf(each, each.identity)),
        )
      : new Map()
  const placed: Placed[] = []
  // Threads one after the other: a later mail of this batch may answer an earlier one.
  const threads = new Map<string, string>()
  for (const each of met) {
    if (each.inbox.channel.abilities.threading === 'none') {
      placed.push({ ...each, conversationId: chats.get(each.identity.contactId) as string })
      continue
    }
    const { conversationId, flags } = await placeThread(tx, each, threads, draftOf(each, each.identity))
    threads.set(`${each.inbox.inboxId} ${each.externalId} ${each.identity.contactId}`, conversationId)
    placed.push({ ...each, conversationId, flags: [...each.flags, ...flags] })
  }
  return placed
}

async function placeThread(
  tx: Tx,
  each: Arrived & { identity: KnownIdentity },
  threads: Map<string, string>,
  draft: Parameters<typeof createThread>[1],
): Promise<{ conversationId: string; flags: string[] }> {
  const { references } = each.message
  for (const reference of references) {
    const sibling = threads.get(`${each.inbox.inboxId} ${reference} ${each.identity.contactId}`)
    if (sibling) return { conversationId: sibling, flags: [] }
  }
  const match = await findThread(tx, each.inbox.inboxId, references, each.identity.contactId)
  if (match?.mine) return { conversationId: match.conversationId, flags: [] }
  const flags = match ? ['answers a conversation of someone else'] : []
  return { conversationId: await createThread(tx, draft), flags }
}

/** Why somebody whose address is well known is new here. */
function tellMoved(log: ConversationLog, conversation: LockedConversation, { moved }: KnownIdentity): void {
  if (moved) log.append(conversation, { type: 'contact.merged', data: { ...moved, kind: 'move' } })
}

/** Changes the conversation, appends the events, answers the row to insert. */
function append(log: ConversationLog, conversation: LockedConversation, each: Placed, now: Date): MessageRow {
  const { message, inbox } = each
  const text = cleanText(message.text)
  if (conversation.status === 'resolved') {
    conversation.status = 'open'
    log.append(conversation, { type: 'conversation.reopened', data: { by: 'a new message' } })
  }
  if (conversation.snoozedUntil) {
    conversation.snoozedUntil = null
    log.append(conversation, { type: 'conversation.woke', data: { by: 'a new message' } })
  }
  const live: LiveMessage = {
    id: newId(),
    conversationId: conversation.id,
    seq: 0,
    direction: 'in',
    channel: inbox.channel.kind,
    inboxId: inbox.inboxId,
    author: null,
    text,
    hasHtml: message.html !== undefined,
    template: null,
    subject: message.subject ? cleanText(message.subject).slice(0, 500) : null,
    state: 'received',
    stateWords: null,
    automatic: message.automatic,
    flags: each.flags,
    sendAfter: null,
    sentAt: message.sentAt?.toISOString() ?? null,
    createdAt: now.toISOString(),
    attachments: message.attachments.map(file => ({
      id: newId(),
      name: cleanText(file.name).slice(0, 200) || 'file',
      contentType: cleanText(file.contentType).slice(0, 200),
      sizeBytes: file.sizeBytes,
      state: 'pending' as const,
      words: null,
    })),
  }
  if (!conversation.inboxIds.includes(inbox.inboxId)) conversation.inboxIds.push(inbox.inboxId)
  conversation.channel = inbox.channel.kind
  conversation.preview = previewOf(
    text || (live.subject ?? ''),
    live.attachments.map(file => file.name),
  )
  conversation.lastDirection = 'in'
  conversation.lastMessageAt = now.toISOString()
  conversation.inboundCount += 1
  // Nobody waits for an answer to an automatic mail.
  if (!message.automatic) conversation.waitingSince ??= now.toISOString()
  log.append(conversation, { type: 'message.received' }, live)
  return {
    live,
    identityId: each.identity.identityId,
    externalId: each.externalId.slice(0, 900),
    html: message.html === undefined ? null : cleanText(message.html),
    references: message.references.map(cleanText).slice(0, 100),
    inboxEventId: each.inboxEventId,
    attachmentRefs: message.attachments.map(({ ref }) => ({ ref })),
  }
}

/** "Last message in" of each inbox, at most once in ten seconds: a row every message would queue up behind. */
async function noteInbound(tx: Tx, placed: Placed[]): Promise<void> {
  await tx.query(
    {
      name: 'note-inbound',
      text: `UPDATE inboxes SET last_in_at = now()
        WHERE id = ANY($1) AND (last_in_at IS NULL OR last_in_at < now() - interval '10 seconds')`,
    },
    [[...new Set(placed.map(each => each.inbox.inboxId))]],
  )
}
