/**
 * What the network does, for the few screens that watch it. RADIUS is quick and screens are not: processes tell each
 * other at most once a second, and a screen is told as seldom. Where nobody watches nothing is looked up and nothing said.
 */
import type { Server } from 'socket.io'
import type { Log } from '../log.ts'
import { createPaced } from '../paced.ts'
import { roomOf } from './rooms.ts'

/** What happened since the last one. */
export type NetworkPulse = {
  /** Sign-ins. */
  accepted: number
  refused: number
  /** Those that opened or ended, as they are now; `more` when there were too many to name. */
  sessions: { id: string }[]
  more: boolean
}

export type NetworkWatch = { pulse(tenantId: string, pulse: NetworkPulse): void; close(): void }

const everyMs = 1_000
const mostSessions = 100

/** Of one session what came last counts. */
export function mergePulses(held: NetworkPulse, next: NetworkPulse): NetworkPulse {
  const later = new Set(next.sessions.map(({ id }) => id))
  const sessions = [...held.sessions.filter(({ id }) => !later.has(id)), ...next.sessions]
  return {
    accepted: held.accepted + next.accepted,
    refused: held.refused + next.refused,
    ...cut(sessions, held.more || next.more),
  }
}

const cut = (sessions: NetworkPulse['sessions'], more: boolean) => ({
  sessions: sessions.slice(-mostSessions),
  more: more || sessions.length > mostSessions,
})

type Watching = {
  isShared: boolean
  /** This process has sockets of its own. */
  hasScreens: boolean
  /** What screens are told of it. */
  word(tenantId: string, pulse: NetworkPulse): Promise<unknown>
  log: Log
}

export function watchNetwork(io: Server, { isShared, hasScreens, word, log }: Watching): NetworkWatch {
  const isWatched = (tenantId: string) => io.sockets.adapter.rooms.has(roomOf.network(tenantId))
  const screens = createPaced<NetworkPulse>(everyMs, mergePulses, async (tenantId, pulse) => {
    if (!isWatched(tenantId)) return
    await word(tenantId, pulse).then(
      told => io.local.to(roomOf.network(tenantId)).except(roomOf.lagging).emit('network', told),
      (error: Error) => log.warn({ err: error }, 'screens were not told of the network'),
    )
  })
  const take = (tenantId: string, pulse: NetworkPulse) => {
    if (isWatched(tenantId)) screens.add(tenantId, pulse)
  }
  const processes = createPaced<NetworkPulse>(everyMs, mergePulses, async (tenantId, pulse) => {
    take(tenantId, pulse)
    try {
      if (isShared) io.serverSideEmit('network', { tenantId, pulse })
    } catch (error) {
      log.warn({ err: error }, 'other processes were not told of the network')
    }
  })
  if (hasScreens)
    io.on('network', (told: { tenantId: string; pulse: NetworkPulse }) => take(told.tenantId, told.pulse))
  return {
    pulse(tenantId, pulse) {
      if (isShared || isWatched(tenantId))
        processes.add(tenantId, { ...pulse, ...cut(pulse.sessions, pulse.more) })
    },
    close() {
      processes.close()
      screens.close()
    },
  }
}
