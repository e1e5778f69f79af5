/**
 * Cookie or API key -> member; cookie -> operator of the installation. Looked up at most every few seconds per session,
 * so that a revoked one ends within that time.
 */
import { fromNodeHeaders } from 'better-auth/node'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import type { Auth } from './auth.ts'
import { findImpersonation, type Impersonation } from './impersonation.ts'
import { admits, needsSecondFactor } from './sign-in-policy.ts'
import { readStandings } from './standing.ts'
import type { Who } from './who.ts'

const freshMs = 3_000
const most = 5_000

export type Headers = Record<string, string | string[] | undefined>

/** An owner of the installation, who stands above tenants. */
export type Operator = { userId: string; sessionId: string; name: string; email: string }

export type Asking = { who: Who | null; operator: Operator | null }

export type WhoIs = (headers: Headers) => Promise<Who | null>

export type Identities = WhoIs & {
  operatorIs(headers: Headers): Promise<Operator | null>
  forget(cookie: string): void
  /** Whatever was remembered of this session is read anew. */
  forgetSession(sessionId: string): void
}

const nobody: Asking = { who: null, operator: null }

type Remembered = { asking: Asking; until: number }

type Found = NonNullable<Awaited<ReturnType<Auth['api']['getSession']>>>

/** Answers null for nobody, an ended session and a disabled member alike. */
export function createWhoIs(auth: Auth, db: Db, clock: Clock): Identities {
  const known = new Map<string, Remembered>()
  /** Whoever asks of the same cookie meanwhile waits for the same answer: after a restart a browser asks many times. */
  const underWay = new Map<string, Promise<Asking>>()

  async function lookUp(headers: Headers): Promise<Asking> {
    const found = await auth.api.getSession({ headers: fromNodeHeaders(headers) })
    if (!found || lacksSecondFactor(found)) return nobody
    const operator = operatorOf(found)
    const borrowed = operator ? await findImpersonation(db, operator.sessionId) : null
    const place = borrowed ?? (await membershipOf(db, found))
    return { who: place ? await whoAt(db, found, place, borrowed) : null, operator }
  }

  const ask = async (headers: Headers): Promise<Asking> => {
    const cookie = headers.cookie
    if (typeof cookie !== 'string' || !cookie.includes('session_token')) return nobody
    const now = clock.now().getTime()
    const hit = known.get(cookie)
    if (hit && hit.until > now) return hit.asking
    return underWay.get(cookie) ?? startLookUp(cookie, headers, now)
  }

  function startLookUp(cookie: string, headers: Headers, now: number): Promise<Asking> {
    const looking = lookUp(headers).then(asking => {
      // One that was to be forgotten meanwhile says what held before.
      if (underWay.get(cookie) === looking) remember(cookie, { asking, until: now + freshMs })
      return asking
    })
    underWay.set(cookie, looking)
    const done = () => {
      if (underWay.get(cookie) === looking) underWay.delete(cookie)
    }
    looking.then(done, done)
    return looking
  }

  function remember(cookie: string, remembered: Remembered): void {
    if (known.size >= most) known.clear()
    known.set(cookie, remembered)
  }

  return Object.assign(async (headers: Headers) => (await ask(headers)).who, {
    operatorIs: async (headers: Headers) => (await ask(headers)).operator,
    forget: (cookie: string) => {
      known.delete(cookie)
      underWay.delete(cookie)
    },
    forgetSession: (sessionId: string) => {
      // Whose answer is on its way is not known yet: let each be asked again.
      underWay.clear()
      for (const [cookie, { asking }] of known) if (isOf(asking, sessionId)) known.delete(cookie)
    },
  })
}

const isOf = ({ who, operator }: Asking, sessionId: string) =>
  who?.sessionId === sessionId || operator?.sessionId === sessionId

/** However a session came to be: one whose owner has a second factor counts only once it was shown. */
const lacksSecondFactor = ({ user, session }: Found) =>
  user.twoFactorEnabled === true && !session.secondFactorAt

const operatorOf = ({ user, session }: Found): Operator | null =>
  user.platformOwner ? { userId: user.id, sessionId: session.id, name: user.name, email: user.email } : null

type Place = { tenantId: string; memberId: string }

/** The tenant this session last chose; else the first this person belongs to. */
async function membershipOf(db: Db, { user, session }: Found): Promise<Place | null> {
  const [row] = await db.platform<{ tenant_id: string; id: string }>(
    `SELECT tenant_id, id FROM members WHERE user_id = $1 AND disabled_at IS NULL
     ORDER BY tenant_id IS NOT DISTINCT FROM $2::uuid DESC, tenant_id LIMIT 1`,
    [user.id, session.activeTenantId ?? null],
  )
  return row ? { tenantId: row.tenant_id, memberId: row.id } : null
}

async function whoAt(
  db: Db,
  found: Found,
  place: Place,
  borrowed: Impersonation | null,
): Promise<Who | null> {
  const standings = await db.withTenant(place.tenantId, tx => readStandings(tx, [place.memberId]))
  const standing = standings.get(place.memberId)
  if (!standing) return null
  const { policy, ...rights } = standing
  // A way that was closed since, or that another of their tenants leaves open, counts for nothing here.
  if (!borrowed && !admits(policy, found.session.method)) return null
  const strong = found.user.twoFactorEnabled === true || found.session.method === 'passkey'
  return {
    tenantId: place.tenantId,
    ...rights,
    sessionId: found.session.id,
    key: null,
    impersonation: borrowed
      ? {
          id: borrowed.id,
          operatorUserId: found.user.id,
          operatorName: found.user.name,
          until: borrowed.until,
          reason: borrowed.reason,
        }
      : null,
    // An operator is asked for their own second factor, not for that of the member they look through.
    needs: !borrowed && !strong && needsSecondFactor(policy, rights.permissions) ? 'second-factor' : null,
  }
}
