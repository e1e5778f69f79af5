/** How a connected account is doing, in words. */
import type { Inbox } from '../api/types.ts'

export type Mood = 'good' | 'warn' | 'bad' | 'quiet'

const words: Record<Inbox['health'], { words: string; mood: Mood }> = {
  new: { words: 'Not checked yet', mood: 'quiet' },
  connected: { words: 'Connected', mood: 'good' },
  reconnecting: { words: 'Reconnecting', mood: 'warn' },
  'signed-out': { words: 'Signed out', mood: 'bad' },
  failing: { words: 'Failing', mood: 'bad' },
}

export const healthWords = (inbox: Pick<Inbox, 'enabled' | 'health'>) =>
  inbox.enabled ? words[inbox.health] : { words: 'Switched off', mood: 'quiet' as const }
