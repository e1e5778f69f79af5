/**
 * The one predicate of who sees which conversation: list, item, counts, sockets and files all use it. A member sees a
 * conversation that ran through at least one inbox they may see.
 */
import type { Who } from '../../platform/identity/who.ts'

/** SQL on `c` (conversations); its parameter goes to position `$at`. */
export const visibleTo = (at: number) => `($${at}::uuid[] IS NULL OR c.inbox_ids && $${at}::uuid[])`

/** The parameter: null for those who see every inbox. */
export const visibleInboxes = (who: Who): string[] | null => (who.allInboxes ? null : who.inboxIds)

/** The same of a row already read. */
export const sees = (who: Who, { inboxIds }: { inboxIds: string[] }): boolean =>
  who.allInboxes || inboxIds.some(inboxId => who.inboxIds.includes(inboxId))
