/** What each kind of news is called, and what is said of one. Pure. */
import type { Circle, Kind, Way } from '../../../../hub/notifications/worth-telling.ts'
import { say } from '../words/say.ts'

export const kindWords: Record<Kind, { title: string; about: string }> = {
  message: { title: say`A customer writes`, about: say`In a conversation that goes on` },
  unassigned: { title: say`A new conversation`, about: say`That nobody has taken yet` },
  mention: { title: say`A note names you`, about: say`You, or one of your teams` },
  assigned: { title: say`A conversation is given to you`, about: say`By a colleague` },
  woke: { title: say`A conversation wakes`, about: say`That was put aside until now` },
  failed: { title: say`A message is not delivered`, about: say`And somebody should look at it` },
}

export const wayWords: Record<Way, string> = { desktop: say`Desktop`, sound: say`Sound`, push: say`Push` }

export const circleWords: Record<Circle, string> = {
  mine: say`Mine`,
  team: say`My teams’`,
  all: say`All I see`,
}

const longest = 140

/** As much of a text as a notice shows. */
export function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  return letters.length > longest ? `${letters.slice(0, longest).join('').trimEnd()}…` : letters.join('')
}

/** What a notice says below the name of the customer. */
export function bodyOf(kind: Kind, text: string, by: string | null): string {
  if (kind === 'assigned')
    return by ? say`${by} gave you this conversation` : say`This conversation is yours now`
  if (kind === 'woke') return say`Awake again, as you wished`
  if (kind === 'failed') return say`Not delivered: ${shortened(text)}`
  if (kind === 'mention') return say`${by ?? say`A colleague`} named you: ${shortened(text)}`
  return shortened(text) || say`A message without text`
}
