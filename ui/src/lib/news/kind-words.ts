/** What each kind of news is called, and what is said of one. Pure. */
import type { Circle, Kind, Way } from '../../../../hub/notifications/worth-telling.ts'

export const kindWords: Record<Kind, { title: string; about: string }> = {
  message: { title: 'A customer writes', about: 'In a conversation that goes on' },
  unassigned: { title: 'A new conversation', about: 'That nobody has taken yet' },
  mention: { title: 'A note names you', about: 'You, or one of your teams' },
  assigned: { title: 'A conversation is given to you', about: 'By a colleague' },
  woke: { title: 'A conversation wakes', about: 'That was put aside until now' },
  failed: { title: 'A message is not delivered', about: 'And somebody should look at it' },
}

export const wayWords: Record<Way, string> = { desktop: 'Desktop', sound: 'Sound', push: 'Push' }

export const circleWords: Record<Circle, string> = { mine: 'Mine', team: 'My teams’', all: 'All I see' }

const longest = 140

/** As much of a text as a notice shows. */
export function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  return letters.length > longest ? `${letters.slice(0, longest).join('').trimEnd()}…` : letters.join('')
}

/** What a notice says below the name of the customer. */
export function bodyOf(kind: Kind, text: string, by: string | null): string {
  if (kind === 'assigned') return by ? `${by} gave you this conversation` : 'This conversation is yours now'
  if (kind === 'woke') return 'Awake again, as you wished'
  if (kind === 'failed') return `Not delivered: ${shortened(text)}`
  if (kind === 'mention') return `${by ?? 'A colleague'} named you: ${shortened(text)}`
  return shortened(text) || 'A message without text'
}
