/**
 * Every column that holds sealed values, in one place: what is not here is not sealed, and rotation goes through what is.
 * Their tables have the key (tenant_id, id).
 */
export const sealedColumns = [
  { table: 'inboxes', column: 'settings' },
  { table: 'logins', column: 'password' },
  { table: 'nas', column: 'secret' },
  { table: 'push_subscriptions', column: 'keys' },
  { table: 'webhooks', column: 'secret' },
] as const

/** Where a sealed value stands. It can be opened there and nowhere else. */
export type SealPlace = { tenantId: string; table: string; column: string; id: string }

export const isSealedColumn = ({ table, column }: SealPlace): boolean =>
  sealedColumns.some(each => each.table === table && each.column === column)
