/** What a socket may say, each with the permission it needs. */
import { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { roomOf } from '../../platform/live/rooms.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { networkEvents, onNetwork } from '../network/network-events.ts'
import { onPresence, presenceEvents } from '../presence/presence-events.ts'
import { listen } from './listen.ts'
import { OpenPanels } from './open-panels.ts'

const panelEvents = {
  'panel.open': 'customers.read',
  'panel.close': 'customers.read',
} as const satisfies Record<string, Permission>

export const socketEvents = { ...panelEvents, ...presenceEvents, ...networkEvents }

const Panel = z.object({ conversationId: z.uuid() })

export function onSocket(app: App, socket: LiveSocket): void {
  onPanel(app, socket)
  onPresence(app, socket)
  onNetwork(socket)
}

/** Panels stream their customers' lines while they are open, and only then. */
function onPanel(app: App, socket: LiveSocket): void {
  const { who } = socket.data
  const panels = new OpenPanels({
    join: rooms => void socket.join(rooms),
    leave: room => void socket.leave(room),
  })
  const roomsOf = (conversationId: string) =>
    app.db.withTenant(who.tenantId, async tx => {
      const { contact } = await findConversation(tx, who, conversationId)
      const customers = await customersOf(tx, contact.id)
      return customers.map(customer => roomOf.customer(who.tenantId, customer.id))
    })
  const say = (name: keyof typeof panelEvents) => ({ name, permission: panelEvents[name], schema: Panel })
  listen(socket, say('panel.open'), ({ conversationId }) =>
    panels.open(conversationId, () => roomsOf(conversationId)),
  )
  listen(socket, say('panel.close'), ({ conversationId }) => panels.close(conversationId))
}
