import type { App } from '../app.ts'

/** A job that came a moment before its message is due would find nothing and leave it to the sweep. */
const afterDueMs = 20

/** Hints that a conversation has an answer to deliver, now or once `at` has come; the sweep finds it without. */
export function hintDelivery(app: App, tenantId: string, conversationId: string, at: Date | null): void {
  const delayMs = at ? Math.max(0, at.getTime() - app.clock.now().getTime()) + afterDueMs : 0
  app.jobs.add('deliver', { tenantId, conversationId }, delayMs)
}
