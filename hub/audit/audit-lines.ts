/** Rows of the trail -> lines of a file: CSV (RFC 4180) or one JSON object a line. Pure. */
import type { FoundRow } from './find-audit.ts'

export type ExportFormat = 'csv' | 'jsonl'

export const contentTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
}

const columns: [name: string, value: (row: FoundRow) => unknown][] = [
  ['seq', row => row.seq],
  ['at', row => row.at],
  ['actor_kind', row => row.actor.kind],
  ['actor_id', row => row.actor.id],
  ['actor_name', row => row.actor.name],
  ['as_id', row => row.as?.id],
  ['as_name', row => row.as?.name],
  ['action', row => row.action],
  ['subject_kind', row => row.subject?.kind],
  ['subject_id', row => row.subject?.id],
  ['subject_name', row => row.subject?.name],
  ['before', row => row.before && JSON.stringify(row.before)],
  ['after', row => row.after && JSON.stringify(row.after)],
  ['reason', row => row.reason],
  ['address', row => row.address],
  ['hash', row => row.hash],
]

export const headOf = (format: ExportFormat): string =>
  format === 'csv' ? `${columns.map(([name]) => name).join(',')}\r\n` : ''

export const lineOf = (format: ExportFormat, row: FoundRow): string =>
  format === 'csv'
    ? `${columns.map(([, value]) => cellOf(value(row))).join(',')}\r\n`
    : `${JSON.stringify(row)}\n`

/** A cell that begins like a formula would be run by a spreadsheet: an apostrophe in front makes it text. */
export function cellOf(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}
