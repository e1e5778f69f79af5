/** Sessions as a file, for people who take them elsewhere. That somebody did stands in the audit trail. */
import type { z } from 'zod'
import { findSessions, type SessionPlace } from '../../backoffice/radius/index.ts'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { cellOf } from '../audit/audit-lines.ts'
import type { NetworkSession, SessionsAsked } from './network.api.ts'
import { sessionFilterOf, sessionSortOf } from './session-filter-of.ts'
import { toSession } from './to-session.ts'

const pageRows = 1_000
const mostRows = 50_000

type Row = z.infer<typeof NetworkSession>

const columns: [name: string, value: (row: Row) => unknown][] = [
  ['login', row => row.login],
  ['customer_number', row => row.customer?.number],
  ['customer_name', row => row.customer?.name],
  ['plan', row => row.plan],
  ['ip', row => row.ip],
  ['ipv6_prefix', row => row.ipv6Prefix],
  ['mac', row => row.mac],
  ['router', row => row.nas.name],
  ['port', row => row.nasPort],
  ['started_at', row => row.startedAt],
  ['stopped_at', row => row.stoppedAt],
  ['stop_cause', row => row.stopCause],
  ['upload_bytes', row => row.uploadBytes],
  ['download_bytes', row => row.downloadBytes],
]
const lineOf = (cells: unknown[]) => `${cells.map(cellOf).join(',')}\r\n`

/** Refuses more rows than one answer should hold. */
export async function exportSessions(app: App, tx: Tx, who: Who, asked: SessionsAsked): Promise<RawAnswer> {
  const hidden = hiddenFrom(who)
  const filter = sessionFilterOf(who, asked)
  const paging = { sort: sessionSortOf(asked.sort), limit: pageRows, asOf: app.clock.now() }
  const parts = [lineOf(columns.map(([name]) => name))]
  let rows = 0
  for (let after: SessionPlace | null = null; ; ) {
    const found: Awaited<ReturnType<typeof findSessions>> = await findSessions(tx, filter, {
      ...paging,
      after,
    })
    rows += found.length
    if (rows > mostRows)
      throw new Refusal(
        'too-large',
        `More than ${mostRows} sessions fit: choose a shorter time or one router.`,
      )
    for (const each of found) {
      const row = hidden ? mask(toSession(who, each), hidden) : toSession(who, each)
      parts.push(lineOf(columns.map(([, value]) => value(row))))
    }
    after = found.at(-1)?.place ?? null
    if (found.length < pageRows || !after) break
  }
  // The trail holds no id that names nothing here: a router that has rows is one of this provider's.
  const { nas, ...said } = asked
  audit(tx, { action: 'network.export', after: { ...said, ...(rows > 0 && nas ? { nas } : {}), rows } })
  return {
    contentType: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': 'attachment; filename="sessions.csv"', 'Cache-Control': 'no-store' },
    bytes: parts.join(''),
  }
}
