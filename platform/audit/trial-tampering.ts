/** What somebody who owns the database can do to a trail, and knows how hashes are made. */
import { hashOf } from './chain.ts'
import type { Trail } from './trial-trail.ts'

export const headOf = async (trail: Trail, tenantId: string) =>
  (await trail.owner.query('SELECT seq::int, hash FROM audit_heads WHERE tenant_id = $1', [tenantId]))
    .rows[0] as {
    seq: number
    hash: string
  }

export const hashAt = async (trail: Trail, tenantId: string, seq: number): Promise<string> =>
  (await trail.owner.query('SELECT hash FROM audit WHERE tenant_id = $1 AND seq = $2', [tenantId, seq]))
    .rows[0]?.hash

/** Changes a row as somebody who knows how hashes are made, and answers its new hash. */
export async function rehash(trail: Trail, tenantId: string, seq: number, previous: string): Promise<string> {
  await trail.owner.query(
    `UPDATE audit SET action = 'members.other', previous_hash = $3 WHERE tenant_id = $1 AND seq = $2`,
    [tenantId, seq, previous],
  )
  const { rows } = await trail.owner.query(
    `SELECT tenant_id AS "tenantId", seq::text, (extract(epoch FROM at) * 1000000)::bigint::text AS "atUs",
       actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", as_id AS "asId", as_name AS "asName",
       action, subject_kind AS "subjectKind", subject_id AS "subjectId", subject_name AS "subjectName",
       before::text, after::text, reason, address, user_agent AS "userAgent", request_id AS "requestId"
     FROM audit WHERE tenant_id = $1 AND seq = $2`,
    [tenantId, seq],
  )
  const hash = hashOf(previous, rows[0])
  await trail.owner.query('UPDATE audit SET hash = $3 WHERE tenant_id = $1 AND seq = $2', [
    tenantId,
    seq,
    hash,
  ])
  return hash
}
