/** The agent's answer: message `queued` and its event in one transaction; the delivery job finds it by its row. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { hintDelivery } from '../delivery/hint.ts'
import { mention } from '../desk/mentions.ts'
import { emptyDraft } from '../drafts/save-draft.ts'
import type { StoredTemplate } from '../templates/fill-template.ts'
import { templateForReply } from '../templates/template-for-reply.ts'
import { attachmentOf, takeOut, whyNotFiles } from '../uploads/send-uploads.ts'
import type { StoredUpload } from '../uploads/upload-rows.ts'
import { conversationSubject, refuseSecondChat } from './change-conversation.ts'
import { cleanText, previewOf } from './clean-text.ts'
import { ConversationLog, type LockedConversation } from './conversation-log.ts'
import { lockConversation } from './find-conversations.ts'
import { insertMessages, readMessages } from './message-rows.ts'
import { publish } from './publish.ts'
import { type Route, replyRoutes } from './reply-routes.ts'
import type { LiveMessage } from './shapes.ts'
import { whenToSend } from './when-to-send.ts'
import type { writeNote, writeReply } from './write.api.ts'

/**
 * Queues an answer. The same id again is the same message. Refuses with the unseen messages when someone wrote after
 * `lastSeenSeq`, unless `sendAnyway`. An answer for later changes nothing of what the list shows until it is handed over
 * (hub/delivery/set-out.ts): the customer goes on waiting, and an undone one leaves no trace.
 */
export async function replyToConversation(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  reply: z.input<typeof writeReply>,
): Promise<LiveMessage> {
  const conversation = await lockConversation(tx, who, id)
  const again = await sameMessage(tx, who, id, reply.id)
  if (again) return again
  if (!reply.sendAnyway) await refuseUnseen(tx, who, id, reply.lastSeenSeq)
  const files = await takeOut(tx, who, { conversationId: id, kind: 'reply' }, reply.uploadIds ?? [])
  const route = await usableRoute(app, tx, who, conversation, { ...reply, files })
  const now = app.clock.now()
  const template = reply.template ? await templateForReply(tx, route, reply.template, files) : null
  const written = { id: reply.id, text: template?.text ?? reply.text, files }
  const message = newMessage(who, conversation, written, now, { direction: 'out', state: 'queued' })
  if (template) message.template = { name: template.stored.name, language: template.stored.language }
  message.channel = route.channel
  message.inboxId = route.inboxId
  message.subject = route.hasSubject ? replySubject(conversation.subject) : null
  const sendAfter = whenToSend(reply, now)
  message.sendAfter = sendAfter?.toISOString() ?? null
  if (conversation.status === 'resolved') {
    await refuseSecondChat(tx, conversation)
    conversation.status = 'open'
  }
  if (!conversation.inboxIds.includes(route.inboxId)) conversation.inboxIds.push(route.inboxId)
  conversation.assignee ??= { id: who.memberId, name: who.name }
  if (!sendAfter) Object.assign(conversation, { ...asAnswered(message, now), waitingSince: null })
  await save(
    app,
    tx,
    conversation,
    { message, files, type: 'message.written', identityId: route.identityId, template: template?.stored },
    who,
  )
  // What was begun in the box is not what went out as a template.
  if (!template) await emptyDraft(app, tx, who.memberId, { id, kind: 'reply', sentAs: message.id })
  tx.afterCommit(() => hintDelivery(app, who.tenantId, id, sendAfter))
  return message
}

/** What the list shows once this answer is the latest thing said. */
export const asAnswered = (message: Pick<LiveMessage, 'channel' | 'text' | 'attachments'>, now: Date) => ({
  channel: message.channel ?? '',
  preview: previewOf(
    message.text,
    message.attachments.map(file => file.name),
  ),
  lastDirection: 'out' as const,
  lastMessageAt: now.toISOString(),
})

/** A private note: seen by colleagues, never sent. Those it names are told. */
export async function noteOnConversation(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  note: z.input<typeof writeNote>,
): Promise<LiveMessage> {
  const conversation = await lockConversation(tx, who, id)
  const again = await sameMessage(tx, who, id, note.id)
  if (again) return again
  const files = await takeOut(tx, who, { conversationId: id, kind: 'note' }, note.uploadIds ?? [])
  const now = app.clock.now()
  const message = newMessage(who, conversation, { ...note, files }, now, {
    direction: 'note',
    state: 'noted',
  })
  await save(app, tx, conversation, { message, files, type: 'note.written', identityId: null }, who)
  await emptyDraft(app, tx, who.memberId, { id, kind: 'note', sentAs: message.id })
  await mention(app, tx, who, { message, conversation }, note.mentions ?? [])
  return message
}

function newMessage(
  who: Who,
  conversation: LockedConversation,
  written: { id: string; text: string; files: StoredUpload[] },
  now: Date,
  kind: Pick<LiveMessage, 'direction' | 'state'>,
): LiveMessage {
  return {
    ...kind,
    id: written.id,
    conversationId: conversation.id,
    seq: 0,
    channel: null,
    inboxId: null,
    author: { id: who.memberId, name: who.name },
    text: cleanText(written.text),
    hasHtml: false,
    subject: null,
    template: null,
    stateWords: null,
    automatic: false,
    flags: [],
    sendAfter: null,
    sentAt: null,
    createdAt: now.toISOString(),
    attachments: written.files.map(attachmentOf),
  }
}

type Written = {
  message: LiveMessage
  files: StoredUpload[]
  type: 'message.written' | 'note.written'
  identityId: string | null
  template?: StoredTemplate | undefined
}

async function save(
  app: App,
  tx: Tx,
  conversation: LockedConversation,
  { message, files, type, identityId, template }: Written,
  who: Who,
): Promise<void> {
  const log = new ConversationLog(app.clock.now())
  log.append(conversation, { type, actor: { id: who.memberId, name: who.name } }, message)
  const published = await log.save(tx)
  // The words stand in the conversation; the trail says that they were written.
  audit(tx, {
    action: type === 'note.written' ? 'conversations.note' : 'conversations.reply',
    subject: conversationSubject(conversation),
    after: {
      messageId: message.id,
      ...(message.inboxId ? { inboxId: message.inboxId } : {}),
      ...(message.sendAfter ? { sendAfter: message.sendAfter } : {}),
      ...(message.template ? { template: message.template } : {}),
      ...(files.length > 0 ? { files: files.map(({ name, sha256 }) => ({ name, sha256 })) } : {}),
    },
  })
  const none = { externalId: null, html: null, references: [], inboxEventId: null }
  const attachmentRefs = files.map(({ sha256 }) => ({ sha256 }))
  await insertMessages(tx, [
    { live: message, identityId, attachmentRefs, template: template ?? null, ...none },
  ])
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
}

async function sameMessage(
  tx: Tx,
  who: Who,
  conversationId: string,
  id: string,
): Promise<LiveMessage | null> {
  const [found] = await readMessages(tx, 'm.id = $1', [id])
  if (!found) return null
  if (found.conversationId === conversationId && found.author?.id === who.memberId) {
    unchanged(tx)
    return found
  }
  throw new Refusal('conflict', 'This message id is taken; make a new one.')
}

async function refuseUnseen(tx: Tx, who: Who, id: string, lastSeenSeq: number): Promise<void> {
  const unseen = await readMessages(
    tx,
    `m.conversation_id = $1 AND m.seq > $2 AND m.author_id IS DISTINCT FROM $3 AND m.state <> 'cancelled'`,
    [id, lastSeenSeq, who.memberId],
  )
  if (unseen.length === 0) return
  const names = [...new Set(unseen.map(message => message.author?.name ?? 'The customer'))].join(', ')
  throw new Refusal('conflict', `${names} wrote meanwhile.`, { unseen })
}

async function usableRoute(
  app: App,
  tx: Tx,
  who: Who,
  conversation: LockedConversation,
  reply: z.input<typeof writeReply> & { files: StoredUpload[] },
): Promise<Route> {
  const routes = (await replyRoutes(app, tx, who, conversation.contact.id)).filter(
    each => each.inboxId === reply.inboxId && (!reply.identityId || each.identityId === reply.identityId),
  )
  const fits = (each: Route) => each.usable || (reply.template !== undefined && each.templates)
  const route = routes.find(fits) ?? routes[0]
  if (!route) throw new Refusal('invalid', 'This contact cannot be reached through that inbox.')
  if (!fits(route)) throw new Refusal('conflict', route.why ?? 'This inbox cannot be used right now.')
  if (reply.text.length > route.maxTextLength) {
    throw new Refusal(
      'invalid',
      `${route.title} takes ${route.maxTextLength} characters; this has ${reply.text.length}.`,
    )
  }
  const whyNot = whyNotFiles(route.title, route.files, reply)
  if (whyNot) throw new Refusal('invalid', whyNot)
  return route
}

const replySubject = (subject: string | null) =>
  subject ? (/^re:/i.test(subject) ? subject : `Re: ${subject}`) : 'Your message'
