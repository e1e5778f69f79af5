/**
 * A screen says which conversation it shows, every 15 seconds again, and when somebody writes in it. Nothing is stored:
 * see platform/live/presence.ts. What is said of a conversation one may not see is refused, each time anew. One socket
 * speaks for all tabs of a browser, so it may be in several conversations at once.
 */
import { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { type Place, personOf, type Writing } from '../../platform/live/presence.ts'
import type { App } from '../app.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { listen } from '../web/listen.ts'
import { createPace } from './pace.ts'
import { Seats } from './seats.ts'

export const presenceEvents = {
  'presence.view': 'conversations.read',
  'presence.type': 'conversations.reply',
} as const satisfies Record<string, Permission>

/** Which tab it is said of; a socket of one tab needs no name for it. */
const tab = z.string().max(40).default('')
/** Null: no conversation is shown now. */
const View = z.strictObject({ conversationId: z.uuid().nullable(), tab })
/** Null: no longer writing. */
const Type = z.strictObject({
  conversationId: z.uuid(),
  kind: z.enum(['reply', 'note']).nullable(),
  tab,
})

const pace = { most: 20, withinMs: 10_000 }

export function onPresence(app: App, socket: LiveSocket): void {
  let seats: Seats<ReturnType<typeof takeSeat>> | undefined
  const seatOf = (tab: string) => {
    if (!seats) {
      const taken = new Seats(name => takeSeat(app, socket, name))
      socket.once('disconnect', () => taken.leave())
      seats = taken
    }
    return seats.of(tab)
  }
  // Too many are dropped without a word: the next heartbeat says the same.
  let isFine: (() => boolean) | undefined
  const hears = () => {
    isFine ??= createPace(app.clock, pace.most, pace.withinMs)
    return isFine()
  }
  const say = (name: keyof typeof presenceEvents) => ({ name, permission: presenceEvents[name], hears })
  listen(socket, { ...say('presence.view'), schema: View }, ({ conversationId, tab }) =>
    seatOf(tab).view(conversationId),
  )
  listen(socket, { ...say('presence.type'), schema: Type }, ({ conversationId, kind, tab }) =>
    seatOf(tab).write(conversationId, kind),
  )
}

/** Where one tab of this socket's person sits. */
function takeSeat(app: App, socket: LiveSocket, tab: string) {
  const { who } = socket.data
  const sitting = { socketId: tab ? `${socket.id} ${tab}` : socket.id, person: personOf(who) }
  let place: Place | null = null
  let turn = 0

  function sit(next: Place | null): void {
    place = next
    app.live.sighted({ ...sitting, place })
  }
  async function view(conversationId: string | null): Promise<void> {
    const mine = ++turn
    const found =
      conversationId === null ? null : await findPlace(conversationId).catch(() => 'missing' as const)
    // Meanwhile they went on to another conversation, or away.
    if (mine !== turn || !socket.connected) return
    sit(found === 'missing' ? null : found)
    if (found === 'missing') throw new Error('not a conversation of theirs')
  }
  const findPlace = (id: string) =>
    app.db.withTenant(who.tenantId, async tx => {
      const { inboxIds } = await findConversation(tx, who, id)
      return { tenantId: who.tenantId, conversationId: id, inboxIds }
    })
  async function write(conversationId: string, kind: Writing | null): Promise<void> {
    if (place?.conversationId !== conversationId) await view(conversationId)
    if (place?.conversationId === conversationId) app.live.sighted({ ...sitting, place, writing: kind })
  }
  /** The tab is closed, or the socket behind it. */
  function leave(): void {
    turn++
    if (place) sit(null)
  }
  return { view, write, leave }
}
