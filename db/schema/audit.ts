/** Who changed what: a hash chain per tenant. `audit` is partitioned by month (its migration says so). */
import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, tenantId } from './columns.ts'

export const audit = pgTable(
  'audit',
  {
    tenantId: tenantId(),
    /** 1, 2, 3 … without a gap. */
    seq: bigint({ mode: 'number' }).notNull(),
    at: moment().notNull(),
    /** member, key, operator, system */
    actorKind: text().notNull(),
    actorId: text(),
    actorName: text().notNull(),
    /** While impersonating: the member whose eyes were lent. The actor is the person who really sat there. */
    asId: uuid(),
    asName: text(),
    /** noun.verb */
    action: text().notNull(),
    subjectKind: text(),
    subjectId: text(),
    subjectName: text(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    reason: text(),
    address: text(),
    userAgent: text(),
    requestId: text(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.at, t.seq] }),
    index('audit_seq').on(t.tenantId, t.seq),
    index('audit_subject').on(t.tenantId, t.subjectId, t.seq),
  ],
)

/** The last link of each chain; its row lock puts the tenant's changes in one order. */
export const auditHeads = pgTable(
  'audit_heads',
  {
    tenantId: tenantId(),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  t => [primaryKey({ columns: [t.tenantId] })],
)

/** Where a chain begins after its oldest months were dropped. */
export const auditStarts = pgTable(
  'audit_starts',
  {
    tenantId: tenantId(),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
    /** HMAC of tenant, seq and hash: the database alone cannot make one. */
    seal: text().notNull(),
    droppedAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.seq] })],
)
