/**
 * Links and codes that open a door once: bound to a person and a purpose, short-lived, and kept only as hashes. A new one
 * replaces the one before.
 */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import { newId } from '../ids.ts'
import { hashToken, newToken } from './tokens.ts'

export type LinkPurpose = 'magic-link' | 'reset-password'
export type Purpose = LinkPurpose | 'sign-in-code'

export const validMinutes = 10
const mostTries = 5
const linkShape = /^([0-9a-f-]{36})\.([\w-]{43})$/

export type OneTime = {
  /** The secret part of a link: 256 random bits and the row they belong to. */
  newLink(userId: string, purpose: LinkPurpose): Promise<string>
  /** The same question without using it up. */
  ownerOf(token: string, purpose: LinkPurpose): Promise<string | null>
  /** Six digits. */
  newCode(userId: string): Promise<string>
  /** Whom the link belongs to, once; null for one that is wrong, old or used. */
  useLink(token: string, purpose: LinkPurpose): Promise<string | null>
  /** Whom the code belongs to, once. The fifth wrong try ends the code. */
  useCode(email: string, code: string): Promise<string | null>
}

/** `key` makes the hashes of codes: six digits alone would be found out from a copy of the table. */
export function createOneTime(db: Db, clock: Clock, key: string): OneTime {
  const hashCode = (id: string, code: string) =>
    createHmac('sha256', key).update(`${id} ${code}`).digest('hex')

  async function replace(row: { id: string; userId: string; purpose: Purpose; hash: string }): Promise<void> {
    const expiresAt = new Date(clock.now().getTime() + validMinutes * 60_000).toISOString()
    await db.identity.transaction(async tx => {
      await tx.execute(sql`DELETE FROM auth_codes WHERE user_id = ${row.userId} AND purpose = ${row.purpose}`)
      await tx.execute(sql`INSERT INTO auth_codes (id, user_id, purpose, code_hash, expires_at)
        VALUES (${row.id}, ${row.userId}, ${row.purpose}, ${row.hash}, ${expiresAt})`)
    })
  }

  return {
    async newLink(userId, purpose) {
      const [id, token] = [newId(), newToken()]
      await replace({ id, userId, purpose, hash: hashToken(token) })
      return `${id}.${token}`
    },
    async newCode(userId) {
      const id = newId()
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      await replace({ id, userId, purpose: 'sign-in-code', hash: hashCode(id, code) })
      return code
    },
    async useLink(token, purpose) {
      const [, id, secret] = linkShape.exec(token) ?? []
      if (!id || !secret) return null
      const now = clock.now().toISOString()
      const { rows } = await db.identity.execute<{ user_id: string }>(
        sql`UPDATE auth_codes SET used_at = ${now} WHERE id = ${id} AND purpose = ${purpose}
          AND code_hash = ${hashToken(secret)} AND used_at IS NULL AND expires_at > ${now} RETURNING user_id`,
      )
      return rows[0]?.user_id ?? null
    },
    async ownerOf(token, purpose) {
      const [, id, secret] = linkShape.exec(token) ?? []
      if (!id || !secret) return null
      const { rows } = await db.identity.execute<{ user_id: string }>(
        sql`SELECT user_id FROM auth_codes WHERE id = ${id} AND purpose = ${purpose}
          AND code_hash = ${hashToken(secret)} AND used_at IS NULL AND expires_at > ${clock.now().toISOString()}`,
      )
      return rows[0]?.user_id ?? null
    },
    async useCode(email, code) {
      const tried = await countTry(db, email, clock.now())
      if (!tried || !isSame(tried.code_hash, hashCode(tried.id, code))) return null
      const { rows } = await db.identity.execute<{ user_id: string }>(
        sql`UPDATE auth_codes SET used_at = ${clock.now().toISOString()}
          WHERE id = ${tried.id} AND used_at IS NULL RETURNING user_id`,
      )
      return rows[0]?.user_id ?? null
    },
  }
}

/** One statement whoever is asked for, so that an unknown address takes no less time than a known one. */
async function countTry(db: Db, email: string, at: Date): Promise<{ id: string; code_hash: string } | null> {
  const { rows } = await db.identity.execute<{ id: string; code_hash: string }>(
    sql`UPDATE auth_codes c SET tries = c.tries + 1 FROM auth_users u
      WHERE u.email = ${email.toLowerCase()} AND c.user_id = u.id AND c.purpose = 'sign-in-code'
        AND c.used_at IS NULL AND c.expires_at > ${at.toISOString()} AND c.tries < ${mostTries}
      RETURNING c.id, c.code_hash`,
  )
  return rows[0] ?? null
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
