/** Columns every tenant table shares. Row-level security is put on every table that has a `tenant_id`. */
import { sql } from 'drizzle-orm'
import { timestamp, uuid } from 'drizzle-orm/pg-core'

/** Set by the database from the transaction's tenant, never by a caller: no input schema holds it. */
export const tenantId = () =>
  uuid().notNull().default(sql`NULLIF(current_setting('app.tenant', true), '')::uuid`)

export const id = () => uuid().notNull()
export const createdAt = () => timestamp({ withTimezone: true }).notNull().defaultNow()
export const moment = () => timestamp({ withTimezone: true })
