/** Holds that a live screen equals a refetched one: what was told, applied to a stale screen, against a fetch. */
import { expect } from 'vitest'
import type { ConversationEvent, OpenConversation } from '../ui/src/lib/api/types.ts'
import { type LiveState, nothingYet, reduce } from '../ui/src/lib/live/reducer.ts'
import { connectLive } from './live.ts'
import type { Member, Trunkline } from './trunkline.ts'

/**
 * Makes the change while somebody looks at the conversation, and compares. An event of this type must be told.
 */
export async function verifyLive(
  { trunkline, as, id }: { trunkline: Trunkline; as: Member; id: string },
  type: ConversationEvent['type'],
  change: () => Promise<unknown>,
): Promise<void> {
  const fetched = async (): Promise<OpenConversation> => {
    const { status, body } = await trunkline.call<OpenConversation>(as, 'get', `/api/conversations/${id}`)
    expect(status).toBe(200)
    return body
  }
  const screen = await connectLive(trunkline.url, as.cookie)
  try {
    const stale = await fetched()
    await change()
    const fresh = await fetched()
    for (let seq = stale.conversation.lastSeq + 1; seq <= fresh.conversation.lastSeq; seq++) {
      await screen.told('event', told => told.conversationId === id && told.seq === seq)
    }
    const events = screen.events
      .filter(({ name, payload }) => name === 'event' && payload.conversationId === id)
      .map(({ payload }) => payload as unknown as ConversationEvent)
      // Between several processes one may overtake another; a screen then asks for what it lacks.
      .toSorted((a, b) => a.seq - b.seq)
    expect(events.map(event => event.type)).toContain(type)
    const live = events.reduce(
      (state, event) => reduce(state, { type: 'event', event }),
      reduce(nothingYet, { type: 'opened', open: stale }),
    )
    expect(shown(live, id)).toEqual(shown(reduce(nothingYet, { type: 'opened', open: fresh }), id))
  } finally {
    screen.close()
  }
}

/** What a person sees. The ways to answer are fetched anew whenever they may have changed. */
function shown({ rows, threads }: LiveState, id: string) {
  const thread = threads[id]
  return {
    row: rows.get(id),
    messages: thread?.messages,
    timeline: thread?.timeline,
    lastSeq: thread?.lastSeq,
    hasEarlier: thread?.hasEarlier,
  }
}
