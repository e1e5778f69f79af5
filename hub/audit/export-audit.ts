/** The trail as a file, for people who take it elsewhere. That somebody did stands in the trail. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { AuditFilter } from './audit.api.ts'
import { contentTypes, type ExportFormat, headOf, lineOf } from './audit-lines.ts'
import { auditRows, type FoundRow } from './find-audit.ts'

const pageRows = 1_000
/** Of one answer over HTTP; the command line has no such bound. */
const mostRows = 50_000

/** Rows that fit, newest first, a page at a time. `inTx` runs each page where the caller wants it. */
export async function* pagesOf(
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  filter: AuditFilter,
): AsyncGenerator<FoundRow[]> {
  for (let before: number | null = null; ; ) {
    const rows: FoundRow[] = await inTx(tx => auditRows(tx, filter, before, pageRows))
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < pageRows) return
    before = last.seq
  }
}

/** Refuses more rows than one answer should hold. Phone numbers and addresses are masked as on the screens. */
export async function exportAudit(
  tx: Tx,
  who: Who,
  { format, ...filter }: AuditFilter & { format: ExportFormat },
): Promise<RawAnswer> {
  const hidden = hiddenFrom(who)
  const parts = [headOf(format)]
  let rows = 0
  for await (const page of pagesOf(work => work(tx), filter)) {
    rows += page.length
    if (rows > mostRows) {
      throw new Refusal(
        'too-large',
        `More than ${mostRows} rows fit: choose a shorter time, or use npm run trunkline -- audit export.`,
      )
    }
    parts.push(page.map(row => lineOf(format, hidden ? mask(row, hidden) : row)).join(''))
  }
  audit(tx, { action: 'audit.export', after: { ...filter, format, rows } })
  return {
    contentType: contentTypes[format],
    headers: { 'Content-Disposition': `attachment; filename="audit.${format}"`, 'Cache-Control': 'no-store' },
    bytes: parts.join(''),
  }
}
