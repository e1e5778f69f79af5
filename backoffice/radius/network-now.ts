/** The network as it is now: sessions open, sign-ins of the last hour, and how each router does. */
import type { Tx } from '../../db/client.ts'
import { type LastHour, lastHour, type SignInCount } from './last-hour.ts'
import { judgeRouters, type Router, type RouterFacts } from './router-state.ts'

export type NetworkNow = {
  online: number
  signIns: Omit<LastHour, 'routers'>
  /** The worst first. */
  routers: Router[]
}

const openCount = {
  name: 'radius-open-count',
  text: `SELECT count(*) AS online FROM radius_sessions WHERE stopped_at IS NULL`,
}
const openAt = {
  name: 'radius-open-at',
  text: `SELECT count(*) FILTER (WHERE stopped_at IS NULL OR stopped_at > $1) AS open, count(*) > 0 AS known
         FROM radius_sessions WHERE started_at <= $1`,
}
const signInCounts = {
  name: 'radius-sign-in-counts',
  text: `SELECT nas_id AS "nasId", floor(extract(epoch FROM $1::timestamptz - at) / 60)::int AS "minutesAgo", accepted, words,
           count(*)::int AS count, max(at) AS "lastAt"
         FROM auth_attempts WHERE at > $1::timestamptz - interval '1 hour' GROUP BY 1, 2, 3, 4`,
}
/** Only accounting notes when a router spoke; sessions of before that was noted tell by themselves. */
const routers = {
  name: 'radius-routers',
  text: `SELECT n.id, n.name, n.address, n.vendor, COALESCE(o.sessions, 0)::int AS sessions,
           COALESCE(n.last_packet_at, (SELECT max(s.updated_at) FROM radius_sessions s
             WHERE s.nas_id = n.id AND s.stopped_at IS NULL AND n.last_packet_at IS NULL)) AS "lastPacketAt"
         FROM nas n
         LEFT JOIN (SELECT nas_id, count(*) AS sessions FROM radius_sessions WHERE stopped_at IS NULL GROUP BY nas_id) o
           ON o.nas_id = n.id`,
}

/** How many sessions are open. */
export async function countOnline(tx: Tx): Promise<number> {
  return (await tx.query<{ online: number }>(openCount)).rows[0]?.online ?? 0
}

/** How many sessions were open at that moment; null when nothing is known of that time. */
export async function countOpenAt(tx: Tx, at: Date): Promise<number | null> {
  const [row] = (await tx.query<{ open: number; known: boolean }>(openAt, [at])).rows
  return row?.known ? row.open : null
}

/** Every router with its state, the worst first. */
export async function findRouters(tx: Tx, now: Date): Promise<Router[]> {
  return routersWith(tx, now, await hourOf(tx, now))
}

export async function networkNow(tx: Tx, now: Date): Promise<NetworkNow> {
  const hour = await hourOf(tx, now)
  const { routers: _, ...signIns } = hour
  return {
    online: await countOnline(tx),
    signIns,
    routers: await routersWith(tx, now, hour),
  }
}

async function hourOf(tx: Tx, now: Date): Promise<LastHour> {
  return lastHour((await tx.query<SignInCount>(signInCounts, [now])).rows)
}

async function routersWith(tx: Tx, now: Date, hour: LastHour): Promise<Router[]> {
  const found = await tx.query<Omit<RouterFacts, 'refused'>>(routers)
  const facts = found.rows.map(router => {
    const signIns = hour.routers.get(router.id)
    const spoke = [router.lastPacketAt, signIns?.lastAt ?? null].filter(at => at !== null)
    return {
      ...router,
      refused: signIns?.refused ?? 0,
      lastPacketAt: spoke.length > 0 ? new Date(Math.max(...spoke.map(Number))) : null,
    }
  })
  return judgeRouters(facts, now)
}
