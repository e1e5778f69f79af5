/**
 * How often somebody has guessed wrong, per account and per network, kept in the database so that neither a restart nor
 * another process forgets it. After a few free guesses each further one costs a longer wait, with the right secret too.
 */
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../refusal.ts'

/** How many in a row are free, per kind of secret and per what it is counted for. */
const free = {
  /** Passwords of one email address, whether anyone has it or not. */
  account: 5,
  /** Passwords, codes and links from one network. */
  network: 50,
  /** One-time codes typed for one email address. */
  code: 10,
  /** Second factors of one person. */
  second: 5,
  /** Current passwords asked of one signed-in person. */
  confirm: 5,
  /** Links and codes asked for one email address. */
  ask: 5,
  /** Links and codes asked from one network. */
  'ask-network': 30,
} as const

export type GuessKind = keyof typeof free

const forgottenAfterSeconds = 30 * 60
const longestSeconds = 15 * 60

/** Seconds to wait after this many in a row: none while free, then 30, 60, 120 … up to fifteen minutes. */
export const waitAfter = (kind: GuessKind, count: number): number =>
  count < free[kind] ? 0 : Math.min(longestSeconds, 30 * 2 ** Math.min(count - free[kind], 10))

export type Guesses = {
  /**
   * Counts a guess before it is checked, so that many at once get no more than one after the other. Throws "too-many"
   * with `retryAfter` seconds while the wait lasts.
   */
  take(kind: GuessKind, name: string): Promise<void>
  /** Throws like `take` while the wait lasts, and counts nothing. */
  check(kind: GuessKind, name: string): Promise<void>
  /** The guess was right: all is forgiven. */
  clear(kind: GuessKind, name: string): Promise<void>
  /** The guess was neither right nor wrong: it does not count. */
  giveBack(kind: GuessKind, name: string): Promise<void>
  /** Seconds this is known to be closed for, from memory alone; 0 when it may be open. */
  closedFor(kind: GuessKind, name: string): number
}

type Row = { count: number; last_at: Date | string }

const keyOf = (kind: GuessKind, name: string) =>
  // What people type into the email field may be anything, a password too: only its hash is kept.
  `${kind}:${createHash('sha256').update(name.trim().toLowerCase()).digest('base64url')}`

/** How long a refusal is remembered without asking the database again. */
const rememberMs = 1_000
const mostRemembered = 10_000

/** Guessing with ever new names would fill the table: what counts no more is dropped along the way. */
const forgetEvery = 500

async function forgetOld(db: Db, at: Date): Promise<void> {
  const before = new Date(at.getTime() - forgottenAfterSeconds * 1_000).toISOString()
  await db.identity.execute(sql`DELETE FROM auth_failures WHERE last_at < ${before}`)
}

export function createGuesses(db: Db, clock: Clock): Guesses {
  const memory = createMemory(clock)
  let taken = 0

  /** Throws while the wait lasts. */
  async function refuseWhileClosed(key: string, kind: GuessKind): Promise<void> {
    const { rows } = await db.identity.execute<Row>(
      sql`SELECT count, last_at FROM auth_failures WHERE key = ${key}`,
    )
    const [row] = rows
    if (!row) return
    const until = new Date(row.last_at).getTime() + waitAfter(kind, row.count) * 1_000
    const leftMs = until - clock.now().getTime()
    if (leftMs <= 0) return
    memory.remember(key, until)
    throw tooManyGuesses(Math.ceil(leftMs / 1_000))
  }

  return {
    async take(kind, name) {
      const key = keyOf(kind, name)
      taken += 1
      if (taken % forgetEvery === 0) await forgetOld(db, clock.now())
      if (!(await count(db, key, kind, clock.now()))) await refuseWhileClosed(key, kind)
    },
    check: (kind, name) => refuseWhileClosed(keyOf(kind, name), kind),
    async clear(kind, name) {
      memory.forget(keyOf(kind, name))
      await db.identity.execute(sql`DELETE FROM auth_failures WHERE key = ${keyOf(kind, name)}`)
    },
    async giveBack(kind, name) {
      await db.identity.execute(
        sql`UPDATE auth_failures SET count = greatest(count - 1, 0) WHERE key = ${keyOf(kind, name)}`,
      )
    },
    closedFor: (kind, name) => memory.secondsLeft(keyOf(kind, name)),
  }
}

/** What was refused a moment ago is refused again without asking the database. */
function createMemory(clock: Clock) {
  const closed = new Map<string, number>()
  const nowMs = () => clock.now().getTime()
  return {
    remember(key: string, until: number) {
      if (closed.size >= mostRemembered) closed.clear()
      closed.set(key, Math.min(until, nowMs() + rememberMs))
    },
    forget: (key: string) => void closed.delete(key),
    secondsLeft: (key: string) => Math.max(0, Math.ceil(((closed.get(key) ?? 0) - nowMs()) / 1_000)),
  }
}

export const tooManyGuesses = (seconds: number) =>
  new Refusal('too-many', `Too many attempts. Try again in ${inWords(seconds)}.`, { retryAfter: seconds })

const inWords = (seconds: number) =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`

/** One statement, so that no two guesses see the same number; false while the wait lasts. */
async function count(db: Db, key: string, kind: GuessKind, at: Date): Promise<boolean> {
  const now = at.toISOString()
  const most = free[kind]
  const { rows } = await db.identity.execute(
    sql`INSERT INTO auth_failures AS f (key, count, first_at, last_at) VALUES (${key}, 1, ${now}, ${now})
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN f.last_at < ${now}::timestamptz - ${forgottenAfterSeconds} * interval '1 second'
          THEN 1 ELSE f.count + 1 END,
        first_at = CASE WHEN f.last_at < ${now}::timestamptz - ${forgottenAfterSeconds} * interval '1 second'
          THEN ${now} ELSE f.first_at END,
        last_at = ${now}
      WHERE f.count < ${most} OR f.last_at + least(${longestSeconds}, 30 * power(2, least(f.count - ${most}, 10)))
        * interval '1 second' <= ${now}::timestamptz
      RETURNING count`,
  )
  return rows.length > 0
}
