/** The rows behind Idempotency-Key. The unique index decides who is first; no lock of ours does. */
import type { Db, Tx } from '../../db/client.ts'
import { Refusal } from '../refusal.ts'
import type { Answer } from './answer.ts'

/** One use of a key: whose, on which route, and for which request. */
export type Use = { memberId: string; route: string; key: string; fingerprint: string }

const longestWaitMs = 5_000
const mostKept = 1_000_000
/** Younger uses without an outcome are still at work; older ones were cut off. */
const stillAtWork = '2 minutes'
/** The status of a use that ended in a way nobody can tell the outcome of. */
const unknown = 0
/** Kept in place of an answer that is shown once or too large; JSON is never empty. */
const notKept = ''

type Row = { fingerprint: string; status: number | null; answer: string | null; young: boolean }

const mine = 'member_id = $1 AND route = $2 AND key = $3'
const valuesOf = (use: Use) => [use.memberId, use.route, use.key]

/**
 * Null for the first request with this key: go on, and call `keep`. The answer to the first for the same request again.
 * Refuses the key on another request, and while the outcome of the first is open.
 */
export async function claim(tx: Tx, use: Use): Promise<Answer | null> {
  const first = await insert(tx, use).catch((error: Error & { code?: string }) => {
    throw error.code === lockTimeout ? inProgress() : error
  })
  await tx.query(`SELECT set_config('lock_timeout', '0', true)`)
  return first ? null : answerBefore(tx, use)
}

const lockTimeout = '55P03'

/** Whether this is the first. While another transaction holds the same key, the insert waits for its end. */
async function insert(tx: Tx, use: Use): Promise<boolean> {
  const { rowCount } = await tx.query(
    {
      name: 'idempotency-claim',
      text: `INSERT INTO idempotency_keys (member_id, route, key, fingerprint)
        SELECT $1::uuid, $2::text, $3::text, $4::text
        FROM (SELECT set_config('lock_timeout', '${longestWaitMs}', true) AS held) patience
        WHERE held IS NOT NULL ON CONFLICT DO NOTHING`,
    },
    [...valuesOf(use), use.fingerprint],
  )
  return rowCount === 1
}

async function answerBefore(tx: Tx, use: Use): Promise<Answer> {
  const { rows } = await tx.query<Row>(
    `SELECT fingerprint, status, answer, created_at > now() - interval '${stillAtWork}' AS young
     FROM idempotency_keys WHERE ${mine}`,
    valuesOf(use),
  )
  const [row] = rows
  if (!row) throw inProgress()
  if (row.fingerprint !== use.fingerprint) {
    throw new Refusal('invalid', 'This Idempotency-Key was used for another request. Choose a new one.')
  }
  if (row.status === null && row.young) throw inProgress()
  if (row.status === null || row.status === unknown) {
    throw new Refusal(
      'conflict',
      'The first request with this Idempotency-Key was cut off, and its outcome is unknown. Look whether it was done ' +
        'before you try again with a new key.',
    )
  }
  if (row.answer === notKept) {
    throw new Refusal(
      'conflict',
      'This was done the first time. Its answer was shown once and is not kept: it held a secret or was too large.',
      { firstStatus: row.status },
    )
  }
  return { status: row.status, body: row.answer, next: null }
}

const inProgress = () =>
  new Refusal(
    'conflict',
    'The first request with this Idempotency-Key is still at work. Try again in a moment.',
    {
      retryAfterSeconds: 5,
    },
  )

/** Remembers the answer; `null` for one that must not be kept. */
export async function keep(tx: Tx, use: Use, status: number, body: string | null): Promise<void> {
  const kept = body !== null && body.length > mostKept ? notKept : body
  await tx.query(`UPDATE idempotency_keys SET status = $4, answer = $5 WHERE ${mine}`, [
    ...valuesOf(use),
    status,
    kept,
  ])
}

export const keepWithoutAnswer = (tx: Tx, use: Use, status: number) => keep(tx, use, status, notKept)

export const keepUnknown = (tx: Tx, use: Use) => keep(tx, use, unknown, null)

/** Nothing was done: the key may be used again. */
export async function release(tx: Tx, use: Use): Promise<void> {
  await tx.query(`DELETE FROM idempotency_keys WHERE ${mine}`, valuesOf(use))
}

/** Forgets a tenant's answers of more than a day ago; answers how many. */
export async function forgetOldAnswers(db: Db, tenantId: string): Promise<number> {
  const { rowCount } = await db.withTenant(tenantId, tx =>
    tx.query(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`),
  )
  return rowCount ?? 0
}
