/** Who may do what: custom roles, teams, invitations, API keys, and operators who look through a member's eyes. */
import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { inboxes } from './inboxes.ts'
import { members } from './platform.ts'

const words = () => text().array().notNull().default(sql`'{}'::text[]`)
const ids = () => uuid().array().notNull().default(sql`'{}'::uuid[]`)

/** A tenant's own role: a name and a list of permission words. */
export const customRoles = pgTable(
  'custom_roles',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    description: text().notNull().default(''),
    permissions: words(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('custom_roles_name_unique').on(t.tenantId, t.name),
  ],
)

export const teams = pgTable(
  'teams',
  { tenantId: tenantId(), id: id(), name: text().notNull(), createdAt: createdAt() },
  t => [primaryKey({ columns: [t.tenantId, t.id] }), unique('teams_name_unique').on(t.tenantId, t.name)],
)

export const teamMembers = pgTable(
  'team_members',
  { tenantId: tenantId(), teamId: uuid().notNull(), memberId: uuid().notNull() },
  t => [
    primaryKey({ columns: [t.tenantId, t.teamId, t.memberId] }),
    index('team_members_member').on(t.tenantId, t.memberId),
    foreignKey({
      columns: [t.tenantId, t.teamId],
      foreignColumns: [teams.tenantId, teams.id],
      name: 'team_members_team_fk',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'team_members_member_fk',
    }),
  ],
)

/** The inboxes a team looks after: its members see them. */
export const teamInboxes = pgTable(
  'team_inboxes',
  { tenantId: tenantId(), teamId: uuid().notNull(), inboxId: uuid().notNull() },
  t => [
    primaryKey({ columns: [t.tenantId, t.teamId, t.inboxId] }),
    foreignKey({
      columns: [t.tenantId, t.teamId],
      foreignColumns: [teams.tenantId, teams.id],
      name: 'team_inboxes_team_fk',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.tenantId, t.inboxId],
      foreignColumns: [inboxes.tenantId, inboxes.id],
      name: 'team_inboxes_inbox_fk',
    }),
  ],
)

export const invitations = pgTable(
  'invitations',
  {
    tenantId: tenantId(),
    id: id(),
    email: text().notNull(),
    name: text().notNull(),
    role: text().notNull(),
    customRoleId: uuid(),
    allInboxes: boolean().notNull().default(false),
    inboxIds: ids(),
    teamIds: ids(),
    /** SHA-256 of the secret in the link; a new link replaces it. */
    tokenHash: text().notNull(),
    /** Null for a tenant's first owner, whom the installation invites. */
    invitedById: uuid(),
    createdAt: createdAt(),
    expiresAt: moment().notNull(),
    acceptedAt: moment(),
    revokedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('invitations_open_unique')
      .on(t.tenantId, t.email)
      .where(sql`${t.acceptedAt} IS NULL AND ${t.revokedAt} IS NULL`),
    foreignKey({
      columns: [t.tenantId, t.invitedById],
      foreignColumns: [members.tenantId, members.id],
      name: 'invitations_inviter_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.customRoleId],
      foreignColumns: [customRoles.tenantId, customRoles.id],
      name: 'invitations_role_fk',
    }),
  ],
)

/** A key for a program. It acts as the member who made it, with no more than its own words and theirs. */
export const apiKeys = pgTable(
  'api_keys',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    /** The part that may be shown and that finds the row. */
    prefix: text().notNull(),
    keyHash: text().notNull(),
    permissions: words(),
    /** Addresses and CIDR ranges it may be used from; empty is anywhere. */
    addresses: words(),
    memberId: uuid().notNull(),
    createdAt: createdAt(),
    expiresAt: moment(),
    revokedAt: moment(),
    lastUsedAt: moment(),
    lastUsedFrom: text(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('api_keys_prefix_unique').on(t.tenantId, t.prefix),
    index('api_keys_prefix').on(t.prefix),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'api_keys_member_fk',
    }),
  ],
)

/** Answers to POSTs that came with an Idempotency-Key: the same key gets the same answer for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    tenantId: tenantId(),
    memberId: uuid().notNull(),
    key: text().notNull(),
    route: text().notNull(),
    /** SHA-256 of path and body: the same key with another request is refused. */
    fingerprint: text().notNull(),
    status: integer(),
    answer: text(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.memberId, t.route, t.key] }),
    index('idempotency_keys_age').on(t.tenantId, t.createdAt),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'idempotency_keys_member_fk',
    }),
  ],
)

/** An operator of the installation looking through a member's eyes: why, and until when. */
export const impersonations = pgTable(
  'impersonations',
  {
    tenantId: tenantId(),
    id: id(),
    memberId: uuid().notNull(),
    operatorUserId: text().notNull(),
    operatorName: text().notNull(),
    /** The operator's session, which this is bound to. */
    sessionId: text().notNull(),
    reason: text().notNull(),
    startedAt: createdAt(),
    expiresAt: moment().notNull(),
    endedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('impersonations_session').on(t.sessionId).where(sql`${t.endedAt} IS NULL`),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'impersonations_member_fk',
    }),
  ],
)
