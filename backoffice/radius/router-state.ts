/** How a router does, and which needs looking at first. Pure. */
import { INTERIM_INTERVAL_S } from './line-attributes.ts'

/** A router with sessions reports on each every few minutes. After two and a half such times it is silent. */
const silentAfterMs = INTERIM_INTERVAL_S * 2.5 * 1_000

export type RouterFacts = {
  id: string
  name: string
  address: string
  vendor: string
  lastPacketAt: Date | null
  /** Open ones. */
  sessions: number
  /** Refused sign-ins of the last hour. */
  refused: number
}

export type Router = RouterFacts & {
  /** Since when a router that has sessions says nothing; null while all is well. */
  silentSince: Date | null
}

/** Routers with their state, the worst first: silent ones by the sessions they have, then those that refuse most. */
export function judgeRouters(routers: readonly RouterFacts[], now: Date): Router[] {
  return routers
    .map(router => ({ ...router, silentSince: silentSince(router, now) }))
    .sort(
      (a, b) =>
        Number(b.silentSince !== null) - Number(a.silentSince !== null) ||
        (a.silentSince ? b.sessions - a.sessions : 0) ||
        b.refused - a.refused ||
        b.sessions - a.sessions ||
        a.name.localeCompare(b.name),
    )
}

function silentSince({ sessions, lastPacketAt }: RouterFacts, now: Date): Date | null {
  if (sessions === 0 || !lastPacketAt) return null
  return now.getTime() - lastPacketAt.getTime() > silentAfterMs ? lastPacketAt : null
}
