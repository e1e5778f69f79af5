/** Whether an answer can go out a certain way at this moment. Pure: a window that just ended closes without asking. */
import type { ReplyRoute } from '../api/types.ts'
import { say } from '../words/say.ts'
import { clockTime, dayKey, left, moment, type Region } from '../words/time.ts'

export function whyNot(route: ReplyRoute, now: number): string | null {
  if (!route.usable) return route.why ?? say`This way cannot be used right now.`
  return isOver(route, now)
    ? say`The time to answer freely by ${route.title} is over. It starts again when they write.`
    : null
}

/** Its window was open once, and is not any more. */
export const isOver = ({ windowEndsAt }: ReplyRoute, now: number): boolean =>
  windowEndsAt !== null && Date.parse(windowEndsAt) <= now

/** A way as it is chosen: one inbox may reach several addresses of a person. */
export type ChosenWay = Pick<ReplyRoute, 'inboxId' | 'identityId'>

export const isSameWay = (one: ChosenWay, other: ChosenWay): boolean =>
  one.inboxId === other.inboxId && one.identityId === other.identityId

/** The chosen way when it can still be used, if only for a template, else the best that can, else the best. */
export function routeFor(routes: ReplyRoute[], way: ChosenWay | null, now: number): ReplyRoute | null {
  const chosen = way && routes.find(route => isSameWay(route, way))
  if (chosen && (chosen.templates || whyNot(chosen, now) === null)) return chosen
  return routes.find(route => whyNot(route, now) === null) ?? routes[0] ?? null
}

/** "The 24-hour window closed at 14:05."; null where it was never open. */
export function closedWords(route: ReplyRoute, now: number, region: Region): string | null {
  const { windowEndsAt, windowHours } = route
  if (windowEndsAt === null || !isOver(route, now)) return null
  const isToday = dayKey(Date.parse(windowEndsAt), region) === dayKey(now, region)
  const when = isToday
    ? say`at ${clockTime(windowEndsAt, region)}`
    : say`on ${moment(windowEndsAt, now, region)}`
  return say`The ${windowHours}-hour window closed ${when}.`
}

const calmMs = 60 * 60_000

/** The countdown of a reply window; null where free text is always accepted. */
export function windowLeft(route: ReplyRoute, now: number): { words: string; isShort: boolean } | null {
  if (route.windowEndsAt === null) return null
  const ms = Date.parse(route.windowEndsAt) - now
  return ms <= 0 ? null : { words: left(ms), isShort: ms < calmMs }
}
