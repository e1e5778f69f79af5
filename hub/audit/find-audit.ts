/** Reading the trail: newest first, by what a person looks for. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorOf } from '../../platform/http/cursor.ts'
import type { AuditFilter, AuditPage, AuditRow } from './audit.api.ts'

type Row = {
  seq: number
  at: Date
  actor_kind: z.infer<typeof AuditRow>['actor']['kind']
  actor_id: string | null
  actor_name: string
  as_id: string | null
  as_name: string | null
  action: string
  subject_kind: string | null
  subject_id: string | null
  subject_name: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string | null
  address: string | null
  hash: string
}

export type FoundRow = z.infer<typeof AuditRow> & { hash: string }

/** Each takes one value; what is not asked for is not in the statement, so that PostgreSQL plans for what is. */
const conditions: Record<keyof AuditFilter, (at: number) => string> = {
  q: at => `position(lower($${at}) IN lower(concat_ws(' ', actor_name, as_name, action, subject_kind, subject_id,
    subject_name, reason))) > 0`,
  actor: at => `(actor_id = $${at} OR as_id::text = $${at})`,
  action: at => `(action = $${at} OR starts_with(action, $${at} || '.'))`,
  subject: at => `subject_id = $${at}`,
  from: at => `at >= $${at}`,
  to: at => `at < $${at}`,
}

function whereOf(filter: AuditFilter): { where: string; values: unknown[] } {
  const values: unknown[] = []
  const parts = ['true']
  for (const [name, condition] of Object.entries(conditions)) {
    const value = filter[name as keyof AuditFilter]
    if (value === undefined) continue
    values.push(value)
    parts.push(condition(values.length))
  }
  return { where: parts.join(' AND '), values }
}

/** At most `limit` rows that fit, older than the row numbered `before`. */
export async function auditRows(
  tx: Tx,
  filter: AuditFilter,
  before: number | null,
  limit: number,
): Promise<FoundRow[]> {
  const { where, values } = whereOf(filter)
  const at = values.length
  const { rows } = await tx.query<Row>(
    `SELECT seq, at, actor_kind, actor_id, actor_name, as_id, as_name, action, subject_kind, subject_id, subject_name,
       before, after, reason, address, hash
     FROM audit WHERE ${where} AND ($${at + 1}::bigint IS NULL OR seq < $${at + 1}) ORDER BY seq DESC LIMIT $${at + 2}`,
    [...values, before, limit],
  )
  return rows.map(rowOf)
}

const rowOf = (row: Row): FoundRow => ({
  seq: row.seq,
  at: row.at.toISOString(),
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  as: row.as_id ? { id: row.as_id, name: row.as_name ?? '' } : null,
  action: row.action,
  subject: row.subject_kind ? { kind: row.subject_kind, id: row.subject_id, name: row.subject_name } : null,
  before: row.before,
  after: row.after,
  reason: row.reason,
  address: row.address,
  hash: row.hash,
})

const cursors = cursorOf('audit', z.int().min(1))

export async function findAudit(
  tx: Tx,
  { cursor, limit, ...filter }: AuditFilter & { cursor?: string | undefined; limit: number },
): Promise<z.infer<typeof AuditPage>> {
  const rows = await auditRows(tx, filter, cursors.read(cursor), limit + 1)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursors.write(last.seq) : null }
}

/** So many of the newest rows are looked at: enough for a list to choose from, cheap on a trail of millions. */
const lookedAt = 10_000

export async function auditActions(tx: Tx, filter: AuditFilter): Promise<{ items: string[] }> {
  const { where, values } = whereOf(filter)
  const { rows } = await tx.query<{ action: string }>(
    `SELECT DISTINCT action FROM (SELECT action FROM audit WHERE ${where} ORDER BY seq DESC LIMIT ${lookedAt}) latest
     ORDER BY action`,
    values,
  )
  return { items: rows.map(row => row.action) }
}
