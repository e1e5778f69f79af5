/** Agents answering on all channels while the product is killed; an answer is given up only when it is refused. */
import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../../platform/ids.ts'
import { type Desk, mustBe } from './desk.ts'
import type { Pace } from './pace.ts'
import type { Random } from './random.ts'

export type Reply = { id: string; text: string; conversationId: string; inboxId: string }

export type LoadOut = {
  /** Answered 201, in that order. */
  acknowledged: Reply[]
  /** Answers nobody should get here: refusals, lost sessions, other bodies under our id. */
  problems: string[]
  /** Why posts had to be repeated: status (0 for no answer at all) and how often. */
  repeats(): Map<number, number>
  run(pace: Pace, signal: AbortSignal): Promise<void>
}

type Route = { inboxId: string; usable: boolean; channel: string }
type Opened = { conversation: { lastSeq: number }; replyRoutes: Route[] }
type Page = { items: { id: string; inboxIds: string[] }[]; next: string | null }

const agents = 6
const longestPauseMs = 1_000

export function createLoadOut(desk: Desk, total: number, random: Random): LoadOut {
  const acknowledged: Reply[] = []
  const problems: string[] = []
  let begun = 0
  const repeats = new Map<number, number>()
  let conversations: string[] = []

  async function look(): Promise<void> {
    const found = await listConversations(desk)
    if (found.length > 0) conversations = found
  }

  async function answerOne(signal: AbortSignal): Promise<void> {
    begun += 1
    const text = `out ${String(begun).padStart(4, '0')} we are looking into it`
    const target = await chooseTarget(desk, () => random.pick(conversations), random, signal)
    const reply = { id: newId(), text, conversationId: target.id, inboxId: target.inboxId }
    const note = (status: number) => void repeats.set(status, (repeats.get(status) ?? 0) + 1)
    const refused = await postUntilTaken({ desk, reply, lastSeenSeq: target.lastSeq, note, signal })
    if (refused) problems.push(`${text}: ${refused}`)
    else acknowledged.push(reply)
  }

  async function agent(pace: Pace, signal: AbortSignal): Promise<void> {
    while (begun < total && !signal.aborted) {
      if (begun % 25 === 0) await look()
      await answerOne(signal)
      await pace.wait((total - begun) / agents)
    }
  }

  return {
    acknowledged,
    problems,
    repeats: () => repeats,
    async run(pace, signal) {
      while (conversations.length === 0 && !signal.aborted) {
        await look()
        await delay(100)
      }
      await Promise.all(Array.from({ length: agents }, () => agent(pace, signal)))
    },
  }
}

async function listConversations(desk: Desk): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const answer = await desk.call('GET', `/api/conversations?view=open&limit=100${query}`)
    if (answer.status !== 200) return ids
    const page = answer.body as Page
    ids.push(...page.items.map(item => item.id))
    cursor = page.next
  } while (cursor && ids.length < 2_000)
  return ids
}

/** Opens a conversation as an agent does, and takes one of the ways to answer it. */
async function chooseTarget(desk: Desk, pick: () => string, random: Random, signal: AbortSignal) {
  for (let pauseMs = 50; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const id = pick()
    const answer = await desk.call('GET', `/api/conversations/${id}`)
    if (mayPass(answer.status)) {
      await delay(pauseMs)
      continue
    }
    const { conversation, replyRoutes } = mustBe<Opened>('open a conversation', answer)
    const usable = replyRoutes.filter(route => route.usable)
    if (usable.length > 0) return { id, inboxId: random.pick(usable).inboxId, lastSeq: conversation.lastSeq }
  }
  throw new Error('the time is over')
}

/** No answer, a restart, a database that is away, or too many at once: the same post may be repeated. */
const mayPass = (status: number) => status === 0 || status >= 500 || status === 429

type Post = {
  desk: Desk
  reply: Reply
  lastSeenSeq: number
  /** Hears of every answer that asks for another try. */
  note(status: number): void
  signal: AbortSignal
}

/** Null once it was taken; otherwise the words of the refusal. */
async function postUntilTaken({ desk, reply, lastSeenSeq, note, signal }: Post): Promise<string | null> {
  const { id, text, inboxId } = reply
  let sendAnyway = false
  let pauseMs = 50
  while (!signal.aborted) {
    const body = { id, text, inboxId, lastSeenSeq, sendAnyway }
    const answer = await desk.call('POST', `/api/conversations/${reply.conversationId}/replies`, body)
    if (answer.status === 201) {
      const taken = answer.body as { id?: string; text?: string }
      return taken.id === id && taken.text === text
        ? null
        : `201 with another message: ${JSON.stringify(taken)}`
    }
    if (answer.status === 409 && !sendAnyway) sendAnyway = true
    else if (!mayPass(answer.status)) return `${answer.status} ${JSON.stringify(answer.body)}`
    else {
      note(answer.status)
      await delay(pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }
  return 'not taken before the time was over'
}
