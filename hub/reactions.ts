/** When this happens, these verbs run. */
import type { z } from 'zod'
import { findLine, type LineEvent } from '../backoffice/radius/index.ts'
import type { App } from './app.ts'
import type { LineEvent as LineChanged } from './context/context.api.ts'
import { toLine } from './context/line.ts'
import type { PublishedEvent } from './conversations/conversation-log.ts'
import { verifyByMessage } from './verify/verify-by-message.ts'

/** A line came up or went down: panels that show the customer are told. */
export async function onLines(app: App, tenantId: string, events: readonly LineEvent[]): Promise<void> {
  for (const customerId of new Set(events.map(event => event.customerId))) {
    const lines = await app.db.withTenant(tenantId, tx => findLine(tx, customerId, app.clock.now()))
    const touched = new Set(
      events.filter(event => event.customerId === customerId).map(event => event.data.loginId),
    )
    for (const line of lines.filter(each => touched.has(each.loginId))) {
      const event: z.infer<typeof LineChanged> = { type: 'line.changed', customerId, line: toLine(line) }
      app.live.toCustomer(tenantId, customerId, 'line', event)
    }
  }
}

/** Customers wrote: a code that was asked for may be among it. What fails here never disturbs what was received. */
export async function onReceived(
  app: App,
  tenantId: string,
  events: readonly PublishedEvent[],
): Promise<void> {
  for (const event of events) {
    await verifyByMessage(app, tenantId, event).catch((error: Error) =>
      app.log.warn({ err: error, conversationId: event.conversationId }, 'a code was not looked at'),
    )
  }
}
