/** What the sign-in side knows of people, for pages of those who manage them. */
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { membershipsOf } from './memberships.ts'
import type { SignInPolicy } from './sign-in-policy.ts'

export type AboutAccount = { twoFactor: boolean; lastSeenAt: Date | null }

export type Accounts = {
  /** Per user id: whether a second factor is set up, and when a session of theirs was last in use. */
  about(userIds: string[]): Promise<Map<string, AboutAccount>>
  /** The account of an email address, if there is one. */
  byEmail(email: string): Promise<{ userId: string; passwordHash: string | null } | null>
  /** The tenants a person belongs to, by name. */
  tenantsOf(userId: string): Promise<{ id: string; name: string; policy: SignInPolicy }[]>
  /** Ids of every session of these people. */
  sessionsOf(userIds: string[]): Promise<string[]>
  /** How this session came to be. */
  methodOf(sessionId: string): Promise<string | null>
  /** Whether this person owns the installation. */
  isOperator(userId: string): Promise<boolean>
  /** This person owns the installation from now on. */
  makeOperator(userId: string): Promise<void>
  /** The session works in this tenant from now on. */
  chooseTenant(sessionId: string, tenantId: string): Promise<void>
}

type AboutRow = { id: string; two_factor: boolean; last_seen: Date | null }

export function createAccounts(db: Db): Accounts {
  return {
    async about(userIds) {
      if (userIds.length === 0) return new Map()
      const { rows } = await db.identity.execute<AboutRow>(
        sql`SELECT u.id, u.two_factor_enabled AS two_factor,
            (SELECT max(s.updated_at) FROM auth_sessions s WHERE s.user_id = u.id) AS last_seen
          FROM auth_users u WHERE u.id = ANY(${sql.param(userIds)})`,
      )
      return new Map(
        rows.map(row => [row.id, { twoFactor: row.two_factor, lastSeenAt: asDate(row.last_seen) }]),
      )
    },
    async byEmail(email) {
      const { rows } = await db.identity.execute<{ id: string; password: string | null }>(
        sql`SELECT u.id, (SELECT a.password FROM auth_accounts a WHERE a.user_id = u.id AND a.provider_id = 'credential') AS password
          FROM auth_users u WHERE u.email = ${email.toLowerCase()}`,
      )
      return rows[0] ? { userId: rows[0].id, passwordHash: rows[0].password } : null
    },
    tenantsOf: async userId =>
      (await membershipsOf(db, userId)).map(place => ({
        id: place.tenantId,
        name: place.tenantName,
        policy: place.policy,
      })),
    async sessionsOf(userIds) {
      const { rows } = await db.identity.execute<{ id: string }>(
        sql`SELECT id FROM auth_sessions WHERE user_id = ANY(${sql.param(userIds)})`,
      )
      return rows.map(row => row.id)
    },
    async methodOf(sessionId) {
      const { rows } = await db.identity.execute<{ method: string | null }>(
        sql`SELECT method FROM auth_sessions WHERE id = ${sessionId}`,
      )
      return rows[0]?.method ?? null
    },
    async isOperator(userId) {
      const { rows } = await db.identity.execute<{ platform_owner: boolean }>(
        sql`SELECT platform_owner FROM auth_users WHERE id = ${userId}`,
      )
      return rows[0]?.platform_owner ?? false
    },
    async makeOperator(userId) {
      await db.identity.execute(sql`UPDATE auth_users SET platform_owner = true WHERE id = ${userId}`)
    },
    async chooseTenant(sessionId, tenantId) {
      await db.identity.execute(
        sql`UPDATE auth_sessions SET active_tenant_id = ${tenantId} WHERE id = ${sessionId}`,
      )
    },
  }
}

const asDate = (value: Date | string | null) => (value === null ? null : new Date(value))
