import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import { Refusal } from '../../platform/refusal.ts'
import { happenedWords } from './happened-words.ts'
import { type LockedTicket, lockTicket, ticketSubject } from './lock-ticket.ts'
import { whyNot } from './states.ts'
import type { TicketPriority, TicketStatus } from './ticket.ts'
import {
  appendTicketEvent,
  type Named,
  type TicketChanges,
  type TicketEvent,
  ticketEventsAfter,
} from './ticket-log.ts'

/** What is to be so; what is not named stays. */
export type TicketChange = {
  status?: TicketStatus | undefined
  priority?: TicketPriority | undefined
  assigneeId?: string | null | undefined
  subject?: string | undefined
  description?: string | undefined
}

export type ChangingTicket = {
  id: string
  change: TicketChange
  /** The last thing of this ticket the person saw; null for those who change many without looking at each. */
  lastSeq: number | null
  /** They know of what they had not seen, and mean it still. */
  sendAnyway: boolean
  memberId: string
  now: Date
}

const mostMissed = 50

/**
 * Changes a ticket and writes down what became what, or nothing when all of it is so already (null). Refuses a move its
 * state does not allow (conflict), an unknown colleague (missing), and a person who has not seen the latest (conflict,
 * with what happened meanwhile): they may send it anyway unless the same field was touched.
 */
export async function changeTicket(tx: Tx, input: ChangingTicket): Promise<TicketEvent | null> {
  const before = await lockTicket(tx, input.id)
  const changes = await changesOf(tx, before, input.change)
  if (Object.keys(changes).length === 0) {
    unchanged(tx)
    return null
  }
  await refuseStale(tx, input, { before, changes })
  const why = changes.status ? whyNot(changes.status.from, changes.status.to) : null
  if (why) throw new Refusal('conflict', why)
  await write(tx, input, changes)
  audit(tx, {
    action: 'tickets.change',
    subject: ticketSubject(before),
    before: side(changes, 'from'),
    after: side(changes, 'to'),
  })
  const happened = { type: 'ticket.changed', data: { changes } } as const
  return appendTicketEvent(tx, { ...happened, ticketId: input.id, memberId: input.memberId, at: input.now })
}

/** Only what differs from what is. */
async function changesOf(tx: Tx, before: LockedTicket, change: TicketChange): Promise<TicketChanges> {
  const subject = change.subject?.trim()
  if (subject === '') throw new Refusal('invalid', 'A ticket needs a subject.')
  const { status, priority, assigneeId, description } = change
  const changes: TicketChanges = {}
  if (status && status !== before.status) changes.status = { from: before.status, to: status }
  if (priority && priority !== before.priority) changes.priority = { from: before.priority, to: priority }
  if (subject && subject !== before.subject) changes.subject = { from: before.subject, to: subject }
  if (description !== undefined && description !== before.description) {
    changes.description = { from: before.description, to: description }
  }
  if (assigneeId !== undefined && assigneeId !== (before.assignee?.id ?? null)) {
    changes.assignee = { from: before.assignee, to: await findColleague(tx, assigneeId) }
  }
  return changes
}

async function findColleague(tx: Tx, id: string | null): Promise<Named | null> {
  if (id === null) return null
  const { rows } = await tx.query<Named>(
    `SELECT id, name FROM members WHERE id = $1 AND disabled_at IS NULL AND role NOT IN ('customer', 'reseller')`,
    [id],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such colleague.')
  return rows[0]
}

async function refuseStale(
  tx: Tx,
  { id, lastSeq, sendAnyway, now }: ChangingTicket,
  { before, changes }: { before: LockedTicket; changes: TicketChanges },
): Promise<void> {
  if (lastSeq === null || lastSeq >= before.lastSeq) return
  const missed = await ticketEventsAfter(tx, { ticketId: id, seq: lastSeq, most: mostMissed })
  const touched = missed.filter(event => touches(event, changes))
  const mayAnyway = touched.length === 0 && missed.length < mostMissed
  if (mayAnyway && sendAnyway) return
  const told = (touched.length > 0 ? touched : missed).at(-1)
  throw new Refusal('conflict', told ? `${happenedWords(told, now)}.` : 'This ticket changed meanwhile.', {
    lastSeq: before.lastSeq,
    mayAnyway,
    missed: missed.map(event => ({ seq: event.seq, words: happenedWords(event, now) })),
  })
}

const touches = (event: TicketEvent, changes: TicketChanges): boolean =>
  event.type === 'ticket.changed' &&
  Object.keys(event.data.changes).some(field => Object.hasOwn(changes, field))

/** When it was resolved: kept while it is closed, gone when there is work again. */
const resolvedSql = `CASE WHEN $2::text IS NULL THEN resolved_at WHEN $2 = 'resolved' THEN $7::timestamptz
  WHEN $2 = 'closed' THEN COALESCE(resolved_at, $7) END`

async function write(tx: Tx, { id, now }: ChangingTicket, changes: TicketChanges): Promise<void> {
  const { status, priority, subject, description, assignee } = changes
  await tx.query(
    {
      name: 'change-ticket',
      text: `UPDATE tickets SET status = COALESCE($2, status), priority = COALESCE($3, priority),
          subject = COALESCE($4, subject), description = COALESCE($5, description),
          assignee_id = CASE WHEN $8 THEN $6::uuid ELSE assignee_id END, resolved_at = ${resolvedSql}
        WHERE id = $1`,
    },
    [
      id,
      status?.to ?? null,
      priority?.to ?? null,
      subject?.to ?? null,
      description?.to ?? null,
      assignee?.to?.id ?? null,
      now,
      assignee !== undefined,
    ],
  )
}

const side = (changes: TicketChanges, which: 'from' | 'to') =>
  Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change[which]]))
