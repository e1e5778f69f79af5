/** What the list shows just now as a file, masked as on the screen. That somebody took it stands in the trail. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { customerHead, customerLine } from './customer-lines.ts'
import type { ListFilter } from './customers.api.ts'
import { listRows } from './list-rows.ts'

const pageRows = 1_000
const mostRows = 50_000

/** Refuses more rows than one answer should hold. */
export async function exportCustomers(
  tx: Tx,
  who: Who,
  { format, ...filter }: ListFilter & { format: 'csv' },
): Promise<RawAnswer> {
  const hidden = hiddenFrom(who)
  const parts = [customerHead]
  let rows = 0
  for (let cursor: string | undefined, isMore = true; isMore; ) {
    const { items, next } = await listRows(tx, who, { ...filter, cursor, limit: pageRows })
    rows += items.length
    if (rows > mostRows) {
      throw new Refusal('too-large', `More than ${mostRows} customers fit: filter the list first.`)
    }
    parts.push(items.map(row => customerLine(hidden ? mask(row, hidden) : row)).join(''))
    cursor = next ?? undefined
    isMore = next !== null
  }
  audit(tx, { action: 'customers.export', after: { ...filter, format, rows } })
  return {
    contentType: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': 'attachment; filename="customers.csv"', 'Cache-Control': 'no-store' },
    bytes: parts.join(''),
  }
}
