/**
 * Who looks at or writes in which conversation, held in memory and let go by time. Every process holds all of it: what
 * one socket says goes to the others as it is, and a process that has just started knows everyone after one heartbeat.
 */
import type { Who } from '../identity/who.ts'

export type Person = { id: string; name: string }
export type Place = { tenantId: string; conversationId: string; inboxIds: string[] }
export type Writing = 'reply' | 'note'

/** What one tab says of its person. Without `writing` that stays as it was; without a place they are gone. */
export type Sighting = {
  /** A socket, or one of the tabs it speaks for. */
  socketId: string
  person: Person
  place: Place | null
  writing?: Writing | null
}

/** What screens are told. `forMs` is how long to believe it without another word; screens' clocks differ from ours. */
export type PresenceWord = {
  conversationId: string
  member: Person
  state: 'viewing' | 'replying' | 'noting' | 'gone'
  forMs: number
}

type State = Exclude<PresenceWord['state'], 'gone'>
type Seat = { until: number; writing: { kind: Writing; until: number } | null }
/** One person in one conversation, with however many tabs. */
type Spot = {
  key: string
  person: Person
  place: Place
  seats: Map<string, Seat>
  told: { state: State; at: number } | null
}

/** Without another word from the socket. */
const viewingMs = 30_000
const writingMs = 5_000
/** A screen is told again at half of this, so that few words keep many screens right. */
const believedMs: Record<State, number> = { viewing: 90_000, replying: 10_000, noting: 10_000 }

/** An operator who looks through a member's eyes is a person of their own. */
export const personOf = (who: Who): Person =>
  who.impersonation
    ? { id: who.impersonation.id, name: `${who.impersonation.operatorName} as ${who.name}` }
    : { id: who.memberId, name: who.name }

type Seated = { tenantId: string; conversationId: string; personId: string }
const keyOf = ({ tenantId, conversationId, personId }: Seated) => `${tenantId} ${conversationId} ${personId}`

export class Presence {
  #spots = new Map<string, Spot>()
  #spotOf = new Map<string, Spot>()
  #now: () => number
  #tell: (word: PresenceWord, place: Place) => void

  constructor(now: () => number, tell: (word: PresenceWord, place: Place) => void) {
    this.#now = now
    this.#tell = tell
  }

  take(sighting: Sighting): void {
    const before = this.#spotOf.get(sighting.socketId)
    const after = sighting.place ? this.#enter(sighting, sighting.place) : undefined
    if (before && before !== after) {
      before.seats.delete(sighting.socketId)
      this.#settle(before)
    }
    if (after) this.#settle(after)
    else this.#spotOf.delete(sighting.socketId)
  }

  /** Lets go of those who fell silent. To be called about once a second. */
  sweep(): void {
    for (const spot of this.#spots.values()) this.#settle(spot)
  }

  /** Whether this person sits there, with any of their tabs. */
  isThere({ tenantId, conversationId, personId }: Seated): boolean {
    const spot = this.#spots.get(keyOf({ tenantId, conversationId, personId }))
    return spot !== undefined && stateOf(spot, this.#now()) !== null
  }

  /** Where everyone else is, in the conversations that run through an inbox this person sees. */
  list(who: Who): PresenceWord[] {
    const self = personOf(who).id
    const sees = ({ tenantId, inboxIds }: Place) =>
      tenantId === who.tenantId && (who.allInboxes || inboxIds.some(id => who.inboxIds.includes(id)))
    return [...this.#spots.values()]
      .filter(spot => spot.person.id !== self && sees(spot.place))
      .flatMap(spot => {
        const state = stateOf(spot, this.#now())
        return state ? [wordOf(spot, state)] : []
      })
  }

  #enter({ socketId, person, writing }: Sighting, place: Place): Spot {
    const key = keyOf({ ...place, personId: person.id })
    const spot = this.#spots.get(key) ?? { key, person, place, seats: new Map(), told: null }
    this.#spots.set(key, spot)
    Object.assign(spot, { person, place })
    const now = this.#now()
    const kept = spot.seats.get(socketId)?.writing ?? null
    spot.seats.set(socketId, {
      until: now + viewingMs,
      writing: writing === undefined ? kept : writing && { kind: writing, until: now + writingMs },
    })
    this.#spotOf.set(socketId, spot)
    return spot
  }

  /** Tells what is new about this spot, and forgets it when nobody is left there. */
  #settle(spot: Spot): void {
    const at = this.#now()
    for (const [socketId, seat] of spot.seats) {
      if (seat.until > at) continue
      spot.seats.delete(socketId)
      if (this.#spotOf.get(socketId) === spot) this.#spotOf.delete(socketId)
    }
    const state = stateOf(spot, at)
    if (!state) {
      this.#spots.delete(spot.key)
      if (spot.told) this.#tell(wordOf(spot, 'gone'), spot.place)
    } else if (spot.told?.state !== state || at - spot.told.at >= believedMs[state] / 2) {
      spot.told = { state, at }
      this.#tell(wordOf(spot, state), spot.place)
    }
  }
}

const wordOf = ({ place, person }: Spot, state: PresenceWord['state']): PresenceWord => ({
  conversationId: place.conversationId,
  member: person,
  state,
  forMs: state === 'gone' ? 0 : believedMs[state],
})

/** Of several tabs the one that does most counts. */
function stateOf({ seats }: Spot, at: number): State | null {
  const there = [...seats.values()].filter(seat => seat.until > at)
  const writes = (kind: Writing) => there.some(({ writing }) => writing?.kind === kind && writing.until > at)
  if (writes('reply')) return 'replying'
  if (writes('note')) return 'noting'
  return there.length > 0 ? 'viewing' : null
}
