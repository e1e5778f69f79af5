/** The monthly partitions of the audit trail. */
import type { Client } from 'pg'

const monthsAhead = 24
export const keptYears = 7

const nameOf = (month: Date) =>
  `audit_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`
const monthFrom = (day: Date, months: number) =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1))
const dayOf = (moment: Date) => moment.toISOString().slice(0, 10)

/**
 * Makes this month's partition and those of the two years to come. Runs at every start and on the first of each month;
 * a process that never restarts writes into the default partition afterwards, which loses nothing.
 */
export async function makeAuditPartitions(owner: Client, today: Date): Promise<void> {
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1) {
    const from = monthFrom(today, ahead)
    const to = monthFrom(today, ahead + 1)
    await owner.query(
      `CREATE TABLE IF NOT EXISTS ${nameOf(from)} PARTITION OF audit FOR VALUES FROM ('${dayOf(from)}') TO ('${dayOf(to)}')`,
    )
  }
}

/** Names of the partitions whose whole month lies more than seven years before `today`, oldest first. */
export async function oldAuditPartitions(owner: Client, today: Date): Promise<string[]> {
  const oldest = nameOf(monthFrom(today, -12 * keptYears))
  const { rows } = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'audit'::regclass AND c.relname ~ '^audit_[0-9]{4}_[0-9]{2}$' AND c.relname < $1 ORDER BY 1`,
    [oldest],
  )
  return rows.map(row => row.name)
}
