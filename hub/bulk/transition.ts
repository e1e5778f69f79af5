/** What a change to many does to one conversation, and how it is taken back. Pure. */
import { changed } from '../../platform/audit/index.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import type { LiveConversation, NewEvent } from '../conversations/shapes.ts'

/** The fields a job may change, directly or in passing. */
export type Fields = Pick<
  LiveConversation,
  'status' | 'waitingSince' | 'snoozedUntil' | 'assignee' | 'team' | 'priority' | 'labels'
>

/** A change with everybody and everything in it looked up. */
export type ReadyChange = {
  assignee?: LiveConversation['assignee']
  team?: LiveConversation['team']
  status?: LiveConversation['status']
  priority?: LiveConversation['priority']
  snoozedUntil?: string | null
  labelsAdd: string[]
  labelsRemove: string[]
}

export const fieldsOf = (conversation: LiveConversation): Fields => ({
  status: conversation.status,
  waitingSince: conversation.waitingSince,
  snoozedUntil: conversation.snoozedUntil,
  assignee: conversation.assignee,
  team: conversation.team,
  priority: conversation.priority,
  labels: [...conversation.labels],
})

/** The fields as the change wants them. A resolved conversation neither waits nor sleeps. */
export function wantedOf(now: Fields, change: ReadyChange): Fields {
  const status = change.status ?? now.status
  const isOver = change.status === 'resolved' && now.status === 'open'
  const remove = new Set(change.labelsRemove.map(name => name.toLowerCase()))
  const kept = now.labels.filter(name => !remove.has(name.toLowerCase()))
  const snoozedUntil = change.snoozedUntil === undefined ? now.snoozedUntil : change.snoozedUntil
  return {
    status,
    waitingSince: isOver ? null : now.waitingSince,
    snoozedUntil: isOver ? null : snoozedUntil,
    assignee: change.assignee === undefined ? now.assignee : change.assignee,
    team: change.team === undefined ? now.team : change.team,
    priority: change.priority ?? now.priority,
    labels: [...new Set([...kept, ...change.labelsAdd])],
  }
}

export type Difference = { before: Partial<Fields>; after: Partial<Fields> }

/** Only what differs; null when nothing does. */
export const differenceOf = (before: Fields, after: Fields): Difference | null => changed(before, after)

/** The events that tell of a difference, in the words single changes use. */
export function eventsOf({ before, after }: Difference): Pick<NewEvent, 'type' | 'data'>[] {
  const events: Pick<NewEvent, 'type' | 'data'>[] = []
  if (after.status) {
    events.push({ type: after.status === 'resolved' ? 'conversation.resolved' : 'conversation.reopened' })
  }
  if (after.assignee !== undefined) {
    events.push({ type: 'conversation.assigned', data: { to: after.assignee, from: before.assignee } })
  }
  const details = detailsOf({ before, after })
  if (details) events.push({ type: 'conversation.changed', data: details })
  // Who is resolved stops sleeping without a word of its own.
  if (after.snoozedUntil) {
    events.push({ type: 'conversation.snoozed', data: { until: after.snoozedUntil } })
  } else if (after.snoozedUntil === null && !after.status) events.push({ type: 'conversation.woke' })
  return events
}

function detailsOf({ before, after }: Difference): Difference | null {
  const { team: teamWas, priority: priorityWas, labels: labelsWere } = before
  const { team, priority, labels } = after
  return changed({ team: teamWas, priority: priorityWas, labels: labelsWere }, { team, priority, labels })
}

/** Whether a conversation is still as the job left it, in the fields the job changed. */
export const isAsLeft = (now: Fields, after: Partial<Fields>): boolean =>
  (Object.keys(after) as (keyof Fields)[]).every(field => same(now[field], after[field]))

/** People and teams are the same by id: a new name changes nobody. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort())
  }
  return idOf(one) === idOf(other)
}

const idOf = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'id' in value ? value.id : value

export function put(conversation: LockedConversation, fields: Partial<Fields>): void {
  Object.assign(conversation, fields)
}
