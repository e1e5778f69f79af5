/** A screen that shows the network says so, and hears of it until it closes. */
import { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { roomOf } from '../../platform/live/rooms.ts'
import { listen } from '../web/listen.ts'

export const networkEvents = {
  'network.open': 'network.read',
  'network.close': 'network.read',
} as const satisfies Record<string, Permission>

const Nothing = z.object({})

export function onNetwork(socket: LiveSocket): void {
  const room = roomOf.network(socket.data.who.tenantId)
  const say = (name: keyof typeof networkEvents) => ({
    name,
    permission: networkEvents[name],
    schema: Nothing,
  })
  listen(socket, say('network.open'), async () => void socket.join(room))
  listen(socket, say('network.close'), async () => void socket.leave(room))
}
