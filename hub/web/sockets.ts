/** What a socket may say, each with the permission it needs. */
import { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import { may } from '../../platform/identity/who.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { roomOf } from '../../platform/live/rooms.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { findConversation } from '../conversations/find-conversations.ts'

export const socketEvents: Record<'panel.open' | 'panel.close', Permission> = {
  'panel.open': 'customers.read',
  'panel.close': 'customers.read',
}

const payload = z.object({ conversationId: z.uuid() })

/** The panel streams its customers' lines while it is open, and only then. */
export function onSocket(app: App, socket: LiveSocket): void {
  const { who } = socket.data
  const leave = () => {
    for (const room of socket.rooms) if (room.includes(':customer:')) void socket.leave(room)
  }
  const handle = (name: keyof typeof socketEvents, work: (conversationId: string) => Promise<void>) =>
    (socket as unknown as { on(name: string, listener: (...args: unknown[]) => void): void }).on(
      name,
      (input, reply) => {
        const answer = typeof reply === 'function' ? (reply as (answer: { ok: boolean }) => void) : () => {}
        const parsed = payload.safeParse(input)
        if (!parsed.success || !may(who, socketEvents[name])) return answer({ ok: false })
        work(parsed.data.conversationId).then(
          () => answer({ ok: true }),
          () => answer({ ok: false }),
        )
      },
    )
  handle('panel.open', async conversationId => {
    const customers = await app.db.withTenant(who.tenantId, async tx => {
      const { contact } = await findConversation(tx, who, conversationId)
      return customersOf(tx, contact.id)
    })
    leave()
    await socket.join(customers.map(customer => roomOf.customer(who.tenantId, customer.id)))
  })
  handle('panel.close', async () => leave())
}
