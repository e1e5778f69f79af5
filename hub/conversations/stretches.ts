/** Places of messages in time -> stretches with their messages and what happened to the conversation meanwhile. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Stretch } from './conversations.api.ts'
import type { ListItem } from './find-conversations.ts'
import { readMessages } from './message-rows.ts'
import { readTimelineBetween } from './read-events.ts'
import type { LiveMessage } from './shapes.ts'

export type Place = { id: string; conversationId: string; seq: number; at: Date }

/** Consecutive places of one conversation together; newest first, and so within each. */
export function cutStretches(places: Place[]): Place[][] {
  const runs: Place[][] = []
  for (const place of places) {
    const run = runs.at(-1)
    if (run?.[0]?.conversationId === place.conversationId) run.push(place)
    else runs.push([place])
  }
  return runs
}

type Around = { earlier: number | null; later: number | null }

/** `places` newest first; so are the stretches, with the messages of each oldest first. */
export async function stretchesOf(
  tx: Tx,
  places: Place[],
  conversations: Map<string, ListItem>,
): Promise<z.infer<typeof Stretch>[]> {
  if (places.length === 0) return []
  const messages = await readMessages(tx, 'm.id = ANY($1)', [places.map(place => place.id)])
  const byId = new Map(messages.map(message => [message.id, message]))
  const runs = cutStretches(places)
  const around = await seqsAround(tx, runs)
  const timelines = await readTimelineBetween(
    tx,
    // An entry stands with the message before it; what came before all messages stands with the first.
    runs.map((run, at) => ({
      conversationId: idOf(run),
      from: around[at]?.earlier == null ? 0 : Math.min(...run.map(place => place.seq)),
      to: around[at]?.later ?? null,
    })),
  )
  return runs.map((run, at) => ({
    conversation: conversations.get(idOf(run)) as ListItem,
    messages: run.map(place => byId.get(place.id) as LiveMessage).reverse(),
    timeline: timelines[at] ?? [],
    hasEarlier: around[at]?.earlier != null,
    hasLater: around[at]?.later != null,
  }))
}

const idOf = (run: Place[]): string => run[0]?.conversationId ?? ''

/** The numbers of the messages next to each run in its conversation, before and after it. */
async function seqsAround(tx: Tx, runs: Place[][]): Promise<Around[]> {
  const { rows } = await tx.query<Around>(
    `SELECT (SELECT max(m.seq) FROM messages m WHERE m.conversation_id = x.id AND m.seq < x.first) AS earlier,
        (SELECT min(m.seq) FROM messages m WHERE m.conversation_id = x.id AND m.seq > x.last) AS later
      FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS x(id, first, last, place) ORDER BY x.place`,
    [
      runs.map(idOf),
      runs.map(run => Math.min(...run.map(place => place.seq))),
      runs.map(run => Math.max(...run.map(place => place.seq))),
    ],
  )
  return rows
}
