/** Lets the stories happen: through the same verbs as real messages, with the clock turned back. */
import type { Address, IncomingMessage } from '../../channels/channel.ts'
import type { Demo } from '../../db/seed/index.ts'
import { permissionsOf } from '../../platform/identity/roles.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { assignConversation, markRead, resolveConversation } from '../conversations/change-conversation.ts'
import { receiveMessages } from '../conversations/receive-messages.ts'
import { noteOnConversation, replyToConversation } from '../conversations/reply-to-conversation.ts'
import { storeRaw } from '../intake/store-raw.ts'
import { listActors } from './actors.ts'
import type { DemoInboxes } from './inboxes.ts'
import { type Line, type Story, stories } from './stories.ts'

type Telling = { app: App; demo: Demo; inboxId: string; story: Story; from: Address; startedAt: Date }

export async function tellStories(app: App, demo: Demo, inboxes: DemoInboxes): Promise<void> {
  const actors = await listActors(app.db, demo.tenantId)
  const names = new Map(demo.customers.map(customer => [customer.id, customer.name]))
  const startedAt = app.clock.now()
  for (const story of stories) {
    const actor = actors.find(each => names.get(each.id) === story.customer)
    const address = actor?.addresses.find(each => each.channel === story.channel)
    const inboxId = inboxes[story.channel]
    if (!actor || !address || !inboxId) throw new Error(`${story.customer} cannot write by ${story.channel}`)
    const kind = app.channels.get(story.channel)?.abilities.writesTo ?? 'phone'
    const from: Address = { kind, value: address.value, name: actor.name }
    await tell({ app, demo, inboxId, story, from, startedAt })
  }
}

async function tell(telling: Telling): Promise<void> {
  const { app, demo, story } = telling
  let conversationId = ''
  let lastId: string | null = null
  for (const line of story.lines) {
    const at = new Date(telling.startedAt.getTime() - line.minutesAgo * 60_000)
    const past: App = { ...app, clock: { now: () => at } }
    if (line.by === 'customer') {
      const arrived = await customerLine(past, telling, line, at, lastId)
      conversationId = arrived.conversationId
      lastId = arrived.externalId
    } else await colleagueLine(past, demo, conversationId, telling.inboxId, line)
  }
  const last = story.lines.at(-1)?.minutesAgo ?? 0
  const at = new Date(telling.startedAt.getTime() - Math.max(0, last - 1) * 60_000)
  await finish({ ...app, clock: { now: () => at } }, demo, conversationId, story)
}

async function customerLine(app: App, telling: Telling, line: Line, at: Date, answers: string | null) {
  const { demo, inboxId, story, from } = telling
  const inbox = await app.inboxes.byId(demo.tenantId, inboxId)
  if (!inbox) throw new Error('a demo inbox is missing')
  const externalId = `story-${newId()}@demo.example`
  const message: IncomingMessage = {
    type: 'message',
    externalId,
    from,
    text: line.text,
    subject: story.subject,
    sentAt: at,
    attachments: [],
    references: answers && story.subject ? [answers] : [],
    automatic: false,
    flags: [],
  }
  const [published] = await app.db.withTenant(demo.tenantId, async tx => {
    const raw = Buffer.from(JSON.stringify({ story: line.text }))
    const [stored] = await storeRaw(tx, [{ inboxId, key: externalId, raw }])
    if (!stored) throw new Error('a story was told twice')
    await tx.query(`UPDATE inbox_events SET state = 'handled', handled_at = now() WHERE id = $1`, [stored.id])
    return receiveMessages(tx, [{ message, inbox, inboxEventId: stored.id, receivedAt: at }], at)
  })
  return { conversationId: published?.conversationId ?? '', externalId }
}

function whoIs(demo: Demo, name: string | undefined): Who {
  const member = demo.members.find(each => each.name === name)
  if (!member) throw new Error(`nobody in the demo is called ${name}`)
  return {
    tenantId: demo.tenantId,
    memberId: member.id,
    userId: member.userId,
    sessionId: '',
    name: member.name,
    email: member.email,
    role: member.role,
    permissions: permissionsOf(member.role),
    allInboxes: true,
    inboxIds: [],
    customers: 'all',
    customerId: null,
    key: null,
    impersonation: null,
    suspended: null,
    needs: null,
  }
}

async function colleagueLine(
  app: App,
  demo: Demo,
  conversationId: string,
  inboxId: string,
  line: Line,
): Promise<void> {
  const who = whoIs(demo, line.as)
  await app.db.withTenant(demo.tenantId, async tx => {
    const written = { id: newId(), text: line.text }
    if (line.by === 'note') await noteOnConversation(app, tx, who, conversationId, written)
    else {
      await replyToConversation(app, tx, who, conversationId, {
        ...written,
        inboxId,
        lastSeenSeq: 0,
        sendAnyway: true,
      })
    }
  })
}

async function finish(app: App, demo: Demo, conversationId: string, story: Story): Promise<void> {
  await app.db.withTenant(demo.tenantId, async tx => {
    const assignee = story.assignee ? whoIs(demo, story.assignee) : null
    if (assignee) {
      await assignConversation(app, tx, assignee, conversationId, assignee.memberId)
      await markRead(tx, assignee, conversationId, 99)
    }
    if (story.resolved)
      await resolveConversation(app, tx, assignee ?? whoIs(demo, 'Brandon Meyer'), conversationId)
  })
}
