/** The ISP's customers and what they have: plans, services, logins. */
import {
  bigint,
  date,
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
import { members } from './platform.ts'

/** The billed party (TMF629). */
export const customers = pgTable(
  'customers',
  {
    tenantId: tenantId(),
    id: id(),
    /** As printed on invoices, e.g. C-1042. */
    number: text().notNull(),
    name: text().notNull(),
    /** E.164 with "+". */
    phone: text(),
    /** Lower case. */
    email: text(),
    address: text(),
    status: text().notNull().default('active'),
    /** The member who brought this customer and looks after them; resellers see only their own. */
    resellerId: uuid(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.resellerId],
      foreignColumns: [members.tenantId, members.id],
      name: 'customers_reseller_fk',
    }),
    unique('customers_number_unique').on(t.tenantId, t.number),
    index('customers_phone').on(t.tenantId, t.phone),
    index('customers_email').on(t.tenantId, t.email),
  ],
)

/** A product offering (TMF620). */
export const plans = pgTable(
  'plans',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    downKbps: integer().notNull(),
    upKbps: integer().notNull(),
    priceMinor: bigint({ mode: 'bigint' }).notNull(),
    currency: text().notNull(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.id] }), unique('plans_name_unique').on(t.tenantId, t.name)],
)

/** A customer's subscription to a plan (TMF637). */
export const services = pgTable(
  'services',
  {
    tenantId: tenantId(),
    id: id(),
    customerId: uuid().notNull(),
    planId: uuid().notNull(),
    /** pending, active, suspended, ended */
    status: text().notNull().default('active'),
    address: text(),
    startedOn: date({ mode: 'string' }),
    suspendedReason: text(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('services_customer').on(t.tenantId, t.customerId),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'services_customer_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.planId],
      foreignColumns: [plans.tenantId, plans.id],
      name: 'services_plan_fk',
    }),
  ],
)

/** A RADIUS account of a service. */
export const logins = pgTable(
  'logins',
  {
    tenantId: tenantId(),
    id: id(),
    serviceId: uuid().notNull(),
    customerId: uuid().notNull(),
    username: text().notNull(),
    /** Sealed (platform/secrets); CHAP needs it back in clear. */
    password: text().notNull(),
    staticIp: text(),
    disabledAt: moment(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('logins_username_unique').on(t.tenantId, t.username),
    index('logins_customer').on(t.tenantId, t.customerId),
    foreignKey({
      columns: [t.tenantId, t.serviceId],
      foreignColumns: [services.tenantId, services.id],
      name: 'logins_service_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'logins_customer_fk',
    }),
  ],
)

/** What colleagues should know of a customer, whoever answers next. */
export const customerNotes = pgTable(
  'customer_notes',
  {
    tenantId: tenantId(),
    id: id(),
    customerId: uuid().notNull(),
    memberId: uuid().notNull(),
    text: text().notNull(),
    createdAt: createdAt(),
    /** Taken down, but kept. */
    removedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('customer_notes_customer').on(t.tenantId, t.customerId, t.createdAt),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'customer_notes_customer_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'customer_notes_member_fk',
    }),
  ],
)
