/** Network access servers, sessions and sign-in attempts of the lines. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'

export const nas = pgTable(
  'nas',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    /** Source address of its packets. */
    address: text().notNull(),
    /** Sealed shared secret. */
    secret: text().notNull(),
    vendor: text().notNull().default('mikrotik'),
    lastPacketAt: moment(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('nas_address_unique').on(t.tenantId, t.address),
    index('nas_by_address').on(t.address),
  ],
)

/** One accounting session. `sessionKey` = hash(NAS, Acct-Session-Id, User-Name, NAS-Port, Class): ids alone are reused. */
export const radiusSessions = pgTable(
  'radius_sessions',
  {
    tenantId: tenantId(),
    id: id(),
    sessionKey: text().notNull(),
    nasId: uuid().notNull(),
    loginId: uuid(),
    customerId: uuid(),
    username: text().notNull(),
    acctSessionId: text().notNull(),
    framedIp: text(),
    framedIpv6Prefix: text(),
    nasPort: text(),
    callingStationId: text(),
    calledStationId: text(),
    startedAt: moment().notNull(),
    updatedAt: moment().notNull(),
    stoppedAt: moment(),
    stopCause: text(),
    sessionTimeS: integer().notNull().default(0),
    /** From the customer (upload). */
    inputOctets: bigint({ mode: 'bigint' }).notNull().default(sql`0`),
    /** To the customer (download). */
    outputOctets: bigint({ mode: 'bigint' }).notNull().default(sql`0`),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('radius_sessions_key_unique').on(t.tenantId, t.sessionKey),
    index('radius_sessions_open').on(t.tenantId, t.nasId).where(sql`${t.stoppedAt} IS NULL`),
    index('radius_sessions_login').on(t.tenantId, t.loginId, t.startedAt),
    index('radius_sessions_customer').on(t.tenantId, t.customerId, t.startedAt),
    index('radius_sessions_started').on(t.tenantId, t.startedAt),
    index('radius_sessions_stopped').on(t.tenantId, t.stoppedAt),
    foreignKey({
      columns: [t.tenantId, t.nasId],
      foreignColumns: [nas.tenantId, nas.id],
      name: 'radius_sessions_nas_fk',
    }),
  ],
)

export const authAttempts = pgTable(
  'auth_attempts',
  {
    tenantId: tenantId(),
    id: id(),
    nasId: uuid().notNull(),
    loginId: uuid(),
    username: text().notNull(),
    callingStationId: text(),
    accepted: boolean().notNull(),
    /** "accepted", "wrong password", "service suspended: unpaid": never the password. */
    words: text().notNull(),
    at: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('auth_attempts_login').on(t.tenantId, t.loginId, t.at),
    index('auth_attempts_username').on(t.tenantId, t.username, t.at),
    index('auth_attempts_at').on(t.tenantId, t.at),
  ],
)
