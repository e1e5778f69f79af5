/** Rows of the list -> lines of a CSV file (RFC 4180), as the list shows them. Pure. */
import type { z } from 'zod'
import { cellOf } from '../audit/audit-lines.ts'
import type { CustomerRow } from './customers.api.ts'

type Row = z.infer<typeof CustomerRow>

/** Two digits behind the point are what most currencies have; the file says the amount in units a person reads. */
function amountOf({ balance }: Row): string {
  if (!balance) return ''
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: balance.currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return (balance.minor / 10 ** digits).toFixed(digits)
}

/** A credit begins with a minus as a formula may, but is only a number: a spreadsheet should add it up. */
type Cell = string | number | null | { number: string }

const columns: [name: string, value: (row: Row) => Cell][] = [
  ['number', row => row.number],
  ['name', row => row.name],
  ['status', row => row.status],
  ['phone', row => row.phone],
  ['email', row => row.email],
  ['logins', row => row.logins.join(' ')],
  ['plans', row => row.plans.join(', ')],
  ['balance', row => ({ number: amountOf(row) })],
  ['currency', row => row.balance?.currency ?? null],
  ['lines', row => row.lines.all],
  ['lines_online', row => row.lines.online],
  ['open_tickets', row => row.openTickets],
  ['last_activity', row => row.lastActivityAt],
  ['created', row => row.createdAt],
]

export const customerHead = `${columns.map(([name]) => name).join(',')}\r\n`

export const customerLine = (row: Row): string =>
  `${columns
    .map(([, value]) => value(row))
    .map(cell => (cell !== null && typeof cell === 'object' ? cell.number : cellOf(cell)))
    .join(',')}\r\n`
