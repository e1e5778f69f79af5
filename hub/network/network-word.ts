/** What screens that watch the network are told: what RADIUS did, and how many sessions are open now. */
import type { z } from 'zod'
import { countOnline, type Session } from '../../backoffice/radius/index.ts'
import type { NetworkPulse } from '../../platform/live/network-watch.ts'
import type { App } from '../app.ts'
import type { NetworkWord } from './network.api.ts'
import { toCourse } from './to-session.ts'

type Word = z.infer<typeof NetworkWord>

/** Sessions that opened or ended. Whose they are is left out: everyone who watches may hear it. */
export const pulseOfSessions = (sessions: readonly Session[]): NetworkPulse => ({
  accepted: 0,
  refused: 0,
  more: false,
  sessions: sessions.map((session): Word['sessions'][number] => ({
    id: session.id,
    ip: session.framedIp,
    ...toCourse(session),
  })),
})

export const pulseOfSignIns = (attempts: readonly { accepted: boolean }[]): NetworkPulse => {
  const accepted = attempts.filter(attempt => attempt.accepted).length
  return { accepted, refused: attempts.length - accepted, more: false, sessions: [] }
}

export async function networkWord(app: App, tenantId: string, pulse: NetworkPulse): Promise<Word> {
  const online = await app.db.withTenant(tenantId, countOnline)
  return { at: app.clock.now().toISOString(), online, ...(pulse as NetworkPulse & Pick<Word, 'sessions'>) }
}
