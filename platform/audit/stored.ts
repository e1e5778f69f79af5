/** The trail as it is stored: every value as text, read in pages by number. */
import type { Db } from '../../db/client.ts'
import type { ChainedRow } from './chain.ts'

export type StoredRow = ChainedRow & { previousHash: string; hash: string }

const pageRows = 1_000

/** `at` may have been set to infinity by hand, which no number says. */
const columns = `tenant_id::text AS "tenantId", seq::text AS seq,
  CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000000)::bigint::text ELSE at::text END AS "atUs",
  actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", as_id::text AS "asId",
  as_name AS "asName", action, subject_kind AS "subjectKind", subject_id AS "subjectId",
  subject_name AS "subjectName", before::text AS before, after::text AS after, reason, address,
  user_agent AS "userAgent", request_id AS "requestId", previous_hash AS "previousHash", hash`

const pageSql = `SELECT ${columns}, at::text AS place FROM audit
  WHERE seq >= $1 AND (seq, at) > ($1, $2::timestamptz) ORDER BY audit.seq, audit.at LIMIT ${pageRows}`

/** Rows by number; a page at a time is in memory, and no transaction stays open between pages. */
export async function* storedRows(db: Db, tenantId: string): AsyncGenerator<StoredRow> {
  let after = { seq: '-9223372036854775808', place: '-infinity' }
  for (;;) {
    const { rows } = await db.withTenant(tenantId, tx =>
      tx.query<StoredRow & { place: string }>({ name: 'audit-page', text: pageSql }, [
        after.seq,
        after.place,
      ]),
    )
    for (const { place: _, ...row } of rows) yield row
    const last = rows.at(-1)
    if (!last || rows.length < pageRows) return
    after = last
  }
}

export type StoredEnds = {
  /** The head row; null when there is none. */
  head: { seq: bigint; hash: string } | null
  /** The highest number stored; null when there is no row. */
  last: bigint | null
  starts: { seq: bigint; hash: string; seal: string }[]
}

type Ends = { seq: string | null; hash: string | null; last: string | null }

/** Both ends of the chain, as of one moment: rows above `last` were written later. */
export function storedEnds(db: Db, tenantId: string): Promise<StoredEnds> {
  return db.withTenant(tenantId, async tx => {
    const ends = await tx.query<Ends>(
      `SELECT h.seq::text, h.hash, (SELECT max(seq)::text FROM audit) AS last
       FROM (SELECT) one LEFT JOIN audit_heads h ON true`,
    )
    const starts = await tx.query<{ seq: string; hash: string; seal: string }>(
      'SELECT seq::text, hash, seal FROM audit_starts ORDER BY audit_starts.seq DESC',
    )
    const { seq = null, hash = null, last = null } = ends.rows[0] ?? {}
    return {
      head: seq !== null && hash !== null ? { seq: BigInt(seq), hash } : null,
      last: last === null ? null : BigInt(last),
      starts: starts.rows.map(row => ({ ...row, seq: BigInt(row.seq) })),
    }
  })
}
