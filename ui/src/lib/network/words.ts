/** Sessions, sign-ins and routers as short sentences. Pure. */

import { say } from '../words/say.ts'
import { lasted, moment, type Region } from '../words/time.ts'
import type { NetworkNow, Router, SessionRow } from './calls.ts'

type Course = Pick<SessionRow, 'startedAt' | 'stoppedAt' | 'stopCause'>

/** How long a session lasted, or lasts by now. */
export const sessionLasted = (
  { startedAt, stoppedAt }: Pick<Course, 'startedAt' | 'stoppedAt'>,
  now: number,
) => lasted((stoppedAt ? Date.parse(stoppedAt) : now) - Date.parse(startedAt))

/** "Online since 09:12", "Ended Mon 14:03: Lost-Carrier". */
export function sessionWords(
  { startedAt, stoppedAt, stopCause }: Course,
  now: number,
  region: Region,
): string {
  if (!stoppedAt) return say`Online since ${moment(startedAt, now, region)}`
  return say`Ended ${moment(stoppedAt, now, region)}${stopCause ? `: ${stopCause}` : ''}`
}

/** "12 fewer than at this time last week". */
export function weekWords(
  { online, lastWeek }: Pick<NetworkNow, 'online' | 'lastWeek'>,
  locale: string,
): string {
  if (lastWeek === null) return say`Nothing to compare with from last week`
  const change = online - lastWeek
  if (change === 0) return say`As many as at this time last week`
  const number = Math.abs(change).toLocaleString(locale)
  return change < 0
    ? say`${number} fewer than at this time last week`
    : say`${number} more than at this time last week`
}

/** What a line of numbers says to those who cannot see it. */
export function lineAlternative(what: string, counts: readonly number[]): string {
  const sum = counts.reduce((all, one) => all + one, 0)
  if (sum === 0) return say`${what}: none in the last hour`
  return say`${what}: ${sum} in the last hour, at most ${Math.max(...counts)} a minute, ${counts.at(-1) ?? 0} in this minute`
}

export type RouterState = { mood: 'bad' | 'good' | 'quiet'; words: string }

export function routerState(router: Pick<Router, 'silentSince' | 'lastPacketAt'>, now: number): RouterState {
  if (router.silentSince)
    return { mood: 'bad', words: say`Silent for ${lasted(now - Date.parse(router.silentSince))}` }
  if (!router.lastPacketAt) return { mood: 'quiet', words: say`Has not spoken yet` }
  return { mood: 'good', words: say`Speaking` }
}

const advice: [begins: string, words: string][] = [
  ['wrong password', say`The device sends another password than the one on record. Set both to the same.`],
  ['unknown login', say`Nobody has this login: a typing error at the device, or a login that was renamed.`],
  ['login disabled', say`The login was switched off here.`],
  ['service suspended', say`The service is suspended. The line comes back once that is lifted.`],
  ['service not active yet', say`The service has not started yet.`],
  ['service ended', say`The service has ended.`],
  [
    'the router asked for',
    say`The router signs people in by a way we do not speak. Set its PPP profile to PAP or CHAP.`,
  ],
  [
    'the router sent',
    say`The router sent a request that cannot be decided. Look at its PPP and RADIUS settings.`,
  ],
]

/** What a refusal means and what would help; null for words that speak for themselves. */
export const adviceFor = (words: string): string | null =>
  advice.find(([begins]) => words.startsWith(begins))?.[1] ?? null
