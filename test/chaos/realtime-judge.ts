/** Whether every screen shows what a fetch by the same person shows. */
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ConversationListItem, OpenConversation } from '../../ui/src/lib/api/types.ts'
import type { Checks } from './checks.ts'
import type { Desk } from './desk.ts'
import { askOwner } from './postmaster.ts'
import { asksOf, everyRow, type Screen } from './realtime-screen.ts'

export type Seat = { name: string; desk: Desk; screen: Screen }

const settleLimitMs = 30_000
const resumeLimitMs = 2_000

export async function judgeScreens(seats: Seat[], dataDir: string, checks: Checks): Promise<void> {
  checks.none('every screen comes to rest', await unsettled(seats))
  checks.none('every list is what a fetch gives', await differentLists(seats))
  checks.none('every open conversation is what a fetch gives', await differentThreads(seats))
  checks.none('the numbers of events have no gap', await gaps(dataDir))
  const resumes = resumesOf(seats)
  const p95 = percentile(resumes, 0.95)
  const words = `${p95.toFixed(0)} ms, of ${resumes.length}`
  checks.none('95 of 100 resumes take at most 2 s', p95 <= resumeLimitMs && resumes.length > 0 ? [] : [words])
}

export const resumesOf = (seats: Seat[]): number[] =>
  seats.flatMap(seat => seat.screen.resumes).sort((a, b) => a - b)

export const percentile = (sorted: number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

async function unsettled(seats: Seat[]): Promise<string[]> {
  const until = performance.now() + settleLimitMs
  const restless = () => seats.filter(seat => !seat.screen.isSettled).map(seat => seat.name)
  while (restless().length > 0 && performance.now() < until) await delay(100)
  return restless()
}

async function differentLists(seats: Seat[]): Promise<string[]> {
  const wrong: string[] = []
  const truths = new Map<Desk, Map<string, ConversationListItem>>()
  for (const { name, desk, screen } of seats) {
    const truth = truths.get(desk) ?? new Map((await everyRow(asksOf(desk).list)).map(row => [row.id, row]))
    truths.set(desk, truth)
    const held = screen.state.rows
    for (const [id, row] of truth) {
      if (!isDeepStrictEqual(held.get(id), row))
        wrong.push(`${name}: ${id} ${differenceOf(held.get(id), row)}`)
    }
    for (const { id } of held.values()) if (!truth.has(id)) wrong.push(`${name}: ${id} is not theirs to see`)
  }
  return wrong
}

function differenceOf(held: ConversationListItem | undefined, row: ConversationListItem): string {
  if (!held) return 'is missing'
  const keys = (Object.keys(row) as (keyof ConversationListItem)[]).filter(
    key => !isDeepStrictEqual(held[key], row[key]),
  )
  return keys.map(key => `${key} ${JSON.stringify(held[key])} for ${JSON.stringify(row[key])}`).join(', ')
}

/** A screen may hold more of the past than a fetch brings; what the fetch brings must be there to the letter. */
async function differentThreads(seats: Seat[]): Promise<string[]> {
  const wrong: string[] = []
  const fetched = new Map<string, OpenConversation>()
  for (const { name, desk, screen } of seats) {
    const id = screen.openId
    if (!id) continue
    const key = `${desk.cookie} ${id}`
    const truth = fetched.get(key) ?? (await asksOf(desk).open(id))
    fetched.set(key, truth)
    const thread = screen.state.threads[id]
    const from = truth.messages[0]?.seq ?? 0
    const messages = thread?.messages.filter(message => message.seq >= from)
    const since = truth.timeline[0]?.seq ?? Number.POSITIVE_INFINITY
    const timeline = thread?.timeline.filter(entry => entry.seq >= Math.min(since, from))
    if (thread?.lastSeq !== truth.conversation.lastSeq) {
      wrong.push(`${name}: ${id} is at ${thread?.lastSeq} of ${truth.conversation.lastSeq}`)
    }
    if (!isDeepStrictEqual(messages, truth.messages)) wrong.push(`${name}: messages of ${id}`)
    if (!isDeepStrictEqual(timeline, truth.timeline)) wrong.push(`${name}: timeline of ${id}`)
  }
  return wrong
}

async function gaps(dataDir: string): Promise<string[]> {
  const rows = await askOwner<{ id: string; last: number; events: number }>(
    dataDir,
    `SELECT c.id, c.last_seq::int AS last, count(e.seq)::int AS events FROM conversations c
     LEFT JOIN events e ON e.conversation_id = c.id AND e.seq BETWEEN 1 AND c.last_seq GROUP BY c.id, c.last_seq
     HAVING count(e.seq) <> c.last_seq`,
  )
  return rows.map(row => `${row.id}: ${row.events} events up to ${row.last}`)
}
