/**
 * Writing down who changed what, in the transaction of the change. Entries are gathered and linked to the tenant's chain
 * as the transaction's last statements, so that the chain's row is locked for a moment only.
 */
import type { Tx } from '../../db/client.ts'
import { type Actor, currentActor } from './actor.ts'
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

type Gathered = { entry: AuditEntry; actor: Actor }

const gathered = new WeakMap<Tx, Gathered[]>()

/** Adds to what this transaction writes down. Refuses nothing: the change it tells of is the caller's to check. */
export function audit(tx: Tx, entry: AuditEntry): void {
  gather(tx).push({ entry, actor: currentActor() })
}

/** Says that this call found everything as it should be: there is nothing to write down. */
export function unchanged(tx: Tx): void {
  gather(tx)
}

function gather(tx: Tx): Gathered[] {
  const known = gathered.get(tx)
  if (known) return known
  const entries: Gathered[] = []
  gathered.set(tx, entries)
  tx.beforeCommit(async () => {
    // Whatever else runs before the commit may have more to say: that gets a writing of its own.
    gathered.delete(tx)
    if (entries.length > 0) await writeEntries(tx, entries)
  })
  return entries
}

/** Whether the transaction has written down anything yet. */
export const isAudited = (tx: Tx): boolean => gathered.has(tx)

/** Before and after, held to the fields that differ; null when nothing does. */
export function changed(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    field => jsonOf({ is: before[field] }) !== jsonOf({ is: after[field] }),
  )
  if (fields.length === 0) return null
  const only = (from: Record<string, unknown>) =>
    Object.fromEntries(fields.map(field => [field, from[field]]))
  return { before: only(before), after: only(after) }
}

type Normal = { before: string | null; after: string | null; at_us: string }

async function writeEntries(tx: Tx, entries: Gathered[]): Promise<void> {
  let { seq, hash } = await lockHead(tx)
  // jsonb has one text for one value: the database says which, since the trail is checked against what it stores.
  // The clock is read behind the lock, so that times run the same way as numbers.
  const { rows: normal } = await tx.query<Normal>(
    {
      name: 'audit-normalise',
      text: `SELECT b::jsonb::text AS before, a::jsonb::text AS after,
          (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS at_us
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS x(b, a, n) ORDER BY n`,
    },
    [entries.map(({ entry }) => jsonOf(entry.before)), entries.map(({ entry }) => jsonOf(entry.after))],
  )
  const linked = entries.map((each, at) => {
    seq += 1
    const row = rowOf(tx, each, seq, normal[at] as Normal)
    const previous = hash
    hash = hashOf(previous, row)
    return { ...row, previousHash: previous, hash }
  })
  await tx.query({ name: 'audit-write', text: writeSql }, [JSON.stringify(linked), seq, hash])
}

type Head = { seq: number; hash: string }

async function lockHead(tx: Tx): Promise<Head> {
  const lock = { name: 'audit-head', text: 'SELECT seq, hash FROM audit_heads FOR UPDATE' }
  const { rows } = await tx.query<Head>(lock)
  if (rows[0]) return rows[0]
  await tx.query(`INSERT INTO audit_heads (seq, hash) VALUES (0, '${firstHash}') ON CONFLICT DO NOTHING`)
  const { rows: made } = await tx.query<Head>(lock)
  if (!made[0]) throw new Error('the head of the audit trail is not there after it was made')
  return made[0]
}

/** PostgreSQL takes neither NUL nor half a character: a name that holds one must not stop the change. */
const clean = (text: string) => text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
const orNull = (text: string | null | undefined) => (text == null ? null : clean(text))

function jsonOf(value: Record<string, unknown> | null | undefined): string | null {
  if (!value) return null
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return String(each)
    return typeof each === 'string' ? clean(each) : each
  })
}

function rowOf(tx: Tx, { entry, actor }: Gathered, seq: number, normal: Normal): ChainedRow {
  return {
    tenantId: tx.tenantId.toLowerCase(),
    seq: String(seq),
    atUs: normal.at_us,
    actorKind: actor.kind,
    actorId: orNull(actor.id),
    actorName: clean(actor.name),
    asId: actor.as?.id.toLowerCase() ?? null,
    asName: orNull(actor.as?.name),
    action: entry.action,
    subjectKind: entry.subject?.kind ?? null,
    subjectId: orNull(entry.subject?.id),
    subjectName: orNull(entry.subject?.name),
    before: normal.before,
    after: normal.after,
    reason: orNull(entry.reason),
    address: orNull(actor.address),
    userAgent: orNull(actor.userAgent),
    requestId: orNull(actor.requestId),
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
