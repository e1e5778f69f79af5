/**
 * Writing down who changed what, in the transaction of the change. Entries are gathered and linked to the tenant's chain
 * as the transaction's last statements, so that the chain's row is locked for a moment only.
 */
import type { Tx } from '../../db/client.ts'
import { currentActor } from './actor.ts'
import { type ChainedRow, firstHash, hashOf } from './chain.ts'

export type AuditEntry = {
  /** noun.verb, e.g. "members.change" */
  action: string
  subject?: { kind: string; id?: string | null; name?: string | null }
  /** Only what changed, and never a secret. */
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  reason?: string | null
}

const gathered = new WeakMap<Tx, AuditEntry[]>()

/** Adds to what this transaction writes down. Refuses nothing: the change it tells of is the caller's to check. */
export function audit(tx: Tx, entry: AuditEntry): void {
  const entries = gathered.get(tx)
  if (entries) {
    entries.push(entry)
    return
  }
  const first = [entry]
  gathered.set(tx, first)
  tx.beforeCommit(() => writeEntries(tx, first))
}

/** Whether the transaction has written down anything yet. */
export const isAudited = (tx: Tx): boolean => gathered.has(tx)

/** Before and after, held to the fields that differ; null when nothing does. */
export function changed(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    field => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  if (fields.length === 0) return null
  const only = (from: Record<string, unknown>) =>
    Object.fromEntries(fields.map(field => [field, from[field]]))
  return { before: only(before), after: only(after) }
}

type Normal = { before: string | null; after: string | null; at_us: string }

async function writeEntries(tx: Tx, entries: AuditEntry[]): Promise<void> {
  const json = (value: Record<string, unknown> | null | undefined) => (value ? JSON.stringify(value) : null)
  // jsonb has one text for one value: the database says which, since the trail is checked against what it stores.
  const { rows: normal } = await tx.query<Normal>(
    {
      name: 'audit-normalise',
      text: `SELECT b::jsonb::text AS before, a::jsonb::text AS after,
          (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS at_us
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS x(b, a, n) ORDER BY n`,
    },
    [entries.map(entry => json(entry.before)), entries.map(entry => json(entry.after))],
  )
  await tx.query({
    name: 'audit-first-head',
    text: `INSERT INTO audit_heads (seq, hash) VALUES (0, '${firstHash}') ON CONFLICT DO NOTHING`,
  })
  const { rows: heads } = await tx.query<{ seq: number; hash: string }>({
    name: 'audit-head',
    text: 'SELECT seq, hash FROM audit_heads FOR UPDATE',
  })
  let { seq, hash } = heads[0] ?? { seq: 0, hash: firstHash }
  const linked = entries.map((entry, at) => {
    seq += 1
    const row = rowOf(tx, entry, seq, normal[at] as Normal)
    const previous = hash
    hash = hashOf(previous, row)
    return { ...row, previousHash: previous, hash }
  })
  await tx.query({ name: 'audit-write', text: writeSql }, [JSON.stringify(linked), seq, hash])
}

function rowOf(tx: Tx, entry: AuditEntry, seq: number, normal: Normal): ChainedRow {
  const actor = currentActor()
  return {
    tenantId: tx.tenantId,
    seq: String(seq),
    atUs: normal.at_us,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    asId: actor.as?.id ?? null,
    asName: actor.as?.name ?? null,
    action: entry.action,
    subjectKind: entry.subject?.kind ?? null,
    subjectId: entry.subject?.id ?? null,
    subjectName: entry.subject?.name ?? null,
    before: normal.before,
    after: normal.after,
    reason: entry.reason ?? null,
    address: actor.address,
    userAgent: actor.userAgent,
    requestId: actor.requestId,
  }
}

const writeSql = `WITH moved AS (UPDATE audit_heads SET seq = $2, hash = $3)
  INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, as_id, as_name, action, subject_kind, subject_id,
    subject_name, before, after, reason, address, user_agent, request_id, previous_hash, hash)
  SELECT seq, to_timestamp(0) + "atUs" * interval '1 microsecond', "actorKind", "actorId", "actorName", "asId", "asName",
    action, "subjectKind", "subjectId", "subjectName", before::jsonb, after::jsonb, reason, address, "userAgent",
    "requestId", "previousHash", hash
  FROM json_to_recordset($1::json) AS x(seq bigint, "atUs" bigint, "actorKind" text, "actorId" text, "actorName" text,
    "asId" uuid, "asName" text, action text, "subjectKind" text, "subjectId" text, "subjectName" text, before text,
    after text, reason text, address text, "userAgent" text, "requestId" text, "previousHash" text, hash text)`
