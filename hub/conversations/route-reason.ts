/** Why a way to answer is offered, in words: what the agent would otherwise have to work out. Pure. */
import { clockTime, type Region, shortDay } from '../../platform/calendar.ts'

/** One way, as far as its reason goes. */
export type Way = {
  title: string
  inboxName: string
  identityId: string
  kind: string
  evidence: string
  /** Number of the customer who has this address on record. */
  onRecordFor: string | null
  lastInAt: Date | null
  windowEndsAt: Date | null
}

/** `last`: where they wrote last, however long ago. */
type Beside = { all: Way[]; last: Way | undefined; now: Date; region: Region }

export function reasonOf(way: Way, { all, last, now, region }: Beside): string {
  const open = way.windowEndsAt ? `window open until ${clockTime(way.windowEndsAt, region)}` : null
  if (way === last) return open ? `They wrote here last, ${open}` : 'They wrote here last'
  if (open) return capital(open)
  const over = all.find(
    other => other !== way && other.identityId === way.identityId && isOver(other.windowEndsAt, now),
  )
  if (over) return `${nameBeside(over, way)} window is over, ${sameAddress(way, over)}`
  if (way.lastInAt) return `They wrote here on ${shortDay(way.lastInAt, now, region)}`
  if (last && last.identityId === way.identityId) return capital(sameAddress(way, last))
  if (way.onRecordFor) return `${capital(way.kind)} on record for ${way.onRecordFor}`
  return way.evidence === 'wrote from it' ? `Their ${way.kind}` : capital(way.evidence)
}

const isOver = (endsAt: Date | null, now: Date) => endsAt !== null && endsAt <= now

/** Two numbers of one channel are told apart by what they are called here. */
const nameBeside = (way: Way, other: Way) => (way.title === other.title ? way.inboxName : way.title)

const sameAddress = (way: Way, other: Way) =>
  `${nameBeside(way, other)} reaches the same ${way.kind === 'phone' ? 'number' : 'address'}`

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
