/** The hash chain of the audit trail: each row carries the hash of the row before it and of itself. Pure. */
import { createHash } from 'node:crypto'

/** A row as it is hashed: every value as the text PostgreSQL gives for it, or null. */
export type ChainedRow = {
  tenantId: string
  seq: string
  /** Microseconds since 1970, in UTC. */
  atUs: string
  actorKind: string
  actorId: string | null
  actorName: string
  asId: string | null
  asName: string | null
  action: string
  subjectKind: string | null
  subjectId: string | null
  subjectName: string | null
  /** `jsonb::text`, which has one form for one value. */
  before: string | null
  after: string | null
  reason: string | null
  address: string | null
  userAgent: string | null
  requestId: string | null
}

/** What the first row follows. */
export const firstHash = createHash('sha256').update('trunkline audit').digest('hex')

const fields = [
  'tenantId',
  'seq',
  'atUs',
  'actorKind',
  'actorId',
  'actorName',
  'asId',
  'asName',
  'action',
  'subjectKind',
  'subjectId',
  'subjectName',
  'before',
  'after',
  'reason',
  'address',
  'userAgent',
  'requestId',
] as const satisfies (keyof ChainedRow)[]

/** SHA-256 over the previous hash and every field with its length, so that no text can move from one to the next. */
export function hashOf(previous: string, row: ChainedRow): string {
  const hash = createHash('sha256').update(previous)
  for (const field of fields) {
    const value = row[field]
    hash.update(value === null ? '-' : `${Buffer.byteLength(value)}:`)
    if (value !== null) hash.update(value)
  }
  return hash.digest('hex')
}
