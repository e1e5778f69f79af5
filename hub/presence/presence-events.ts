/**
 * A screen says which conversation it shows, every 15 seconds again, and when somebody writes in it. Nothing is stored:
 * see platform/live/presence.ts. What is said of a conversation one may not see is refused, each time anew.
 */
import { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { type Place, personOf, type Writing } from '../../platform/live/presence.ts'
import type { App } from '../app.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { listen } from '../web/listen.ts'
import { createPace } from './pace.ts'

export const presenceEvents = {
  'presence.view': 'conversations.read',
  'presence.type': 'conversations.reply',
} as const satisfies Record<string, Permission>

/** Null: no conversation is shown now. */
const View = z.strictObject({ conversationId: z.uuid().nullable() })
/** Null: no longer writing. */
const Type = z.strictObject({ conversationId: z.uuid(), kind: z.enum(['reply', 'note']).nullable() })

const pace = { most: 20, withinMs: 10_000 }

export function onPresence(app: App, socket: LiveSocket): void {
  const seat = takeSeat(app, socket)
  // Too many are dropped without a word: the next heartbeat says the same.
  let isFine: (() => boolean) | undefined
  const hears = () => {
    isFine ??= createPace(app.clock, pace.most, pace.withinMs)
    return isFine()
  }
  const say = (name: keyof typeof presenceEvents) => ({ name, permission: presenceEvents[name], hears })
  listen(socket, { ...say('presence.view'), schema: View }, ({ conversationId }) => seat.view(conversationId))
  listen(socket, { ...say('presence.type'), schema: Type }, ({ conversationId, kind }) =>
    seat.write(conversationId, kind),
  )
}

/** Where this socket's person sits. */
function takeSeat(app: App, socket: LiveSocket) {
  const { who } = socket.data
  const sitting = { socketId: socket.id, person: personOf(who) }
  let place: Place | null = null
  let turn = 0

  async function view(conversationId: string | null): Promise<void> {
    const mine = ++turn
    const found =
      conversationId === null ? null : await findPlace(conversationId).catch(() => 'missing' as const)
    // Meanwhile they went on to another conversation, or away.
    if (mine !== turn || !socket.connected) return
    place = found === 'missing' ? null : found
    app.live.sighted({ ...sitting, place })
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
  return { view, write }
}
