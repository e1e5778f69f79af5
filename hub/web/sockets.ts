/** What a socket may say, each with the permission it needs. */
import { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { roomOf } from '../../platform/live/rooms.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { seenCustomer } from '../customers/seen-customer.ts'
import { networkEvents, onNetwork } from '../network/network-events.ts'
import { onPresence, presenceEvents } from '../presence/presence-events.ts'
import { listen } from './listen.ts'
import { OpenPanels } from './open-panels.ts'

const panelEvents = {
  'panel.open': 'customers.read',
  'panel.close': 'customers.read',
  'customer.open': 'customers.read',
  'customer.close': 'customers.read',
} as const satisfies Record<string, Permission>

export const socketEvents = { ...panelEvents, ...presenceEvents, ...networkEvents }

const Panel = z.object({ conversationId: z.uuid() })
const Page = z.object({ customerId: z.uuid() })

export function onSocket(app: App, socket: LiveSocket): void {
  onPanel(app, socket)
  onPresence(app, socket)
  onNetwork(socket)
}

/** Panels and the pages of customers stream lines while they are open, and only then. */
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
  const roomOfCustomer = (id: string) =>
    app.db.withTenant(who.tenantId, async tx => {
      await seenCustomer(tx, who, id)
      return [roomOf.customer(who.tenantId, id)]
    })
  const say = <S extends z.ZodType>(name: keyof typeof panelEvents, schema: S) => ({
    name,
    permission: panelEvents[name],
    schema,
  })
  listen(socket, say('panel.open', Panel), ({ conversationId }) =>
    panels.open(conversationId, () => roomsOf(conversationId)),
  )
  listen(socket, say('panel.close', Panel), ({ conversationId }) => panels.close(conversationId))
  // Ids of customers and of conversations are never the same.
  listen(socket, say('customer.open', Page), ({ customerId }) =>
    panels.open(customerId, () => roomOfCustomer(customerId)),
  )
  listen(socket, say('customer.close', Page), ({ customerId }) => panels.close(customerId))
}
