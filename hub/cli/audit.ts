/** The audit trail: verify, export, prune. */
import { z } from 'zod'
import { headsFile, readHeads } from '../../platform/audit/exported-heads.ts'
import { audit } from '../../platform/audit/index.ts'
import { pruneAudit } from '../../platform/audit/prune.ts'
import { verifyAudit } from '../../platform/audit/verify.ts'
import { exportQuery } from '../audit/audit.api.ts'
import { headOf, lineOf } from '../audit/audit-lines.ts'
import { pagesOf } from '../audit/export-audit.ts'
import { type Command, optional, required } from './command.ts'
import { UsageError } from './errors.ts'
import { findTenant, findTenants } from './find-tenant.ts'
import type { Installation } from './installation.ts'

/** Before the trail itself: a head exported meanwhile would lie beyond what is read. */
const headsOf = ({ config, sealer }: Installation) => readHeads(headsFile(config.DATA_DIR), sealer)

const verify: Command = {
  name: 'audit verify',
  summary: 'Find rows that were changed, removed, inserted, reordered or cut',
  help: ['--tenant NAME      only this one (all)'],
  options: { tenant: { type: 'string' } },
  async run({ values, open, tell }) {
    const typed = optional(values, 'tenant')
    const installation = await open()
    const { db, sealer } = installation
    const heads = await headsOf(installation)
    const tenants = typed ? [await findTenant(db, typed)] : await findTenants(db)
    const verdicts = []
    for (const { id, name, slug } of tenants) {
      const { rows, findings } = await verifyAudit({ db, sealer, heads }, id)
      verdicts.push({ tenant: slug, rows, findings })
      tell(findings.length === 0 ? `${name}: ${rows} rows, whole` : `${name}: ${rows} rows, NOT WHOLE`)
      for (const words of findings) tell(`  ${words}`)
    }
    for (const words of heads.findings) tell(words)
    const wrong = verdicts.filter(each => each.findings.length > 0).length + heads.findings.length
    tell(wrong === 0 ? `${verdicts.length} trails are whole.` : `${wrong} of these do not hold.`)
    return { ok: wrong === 0, data: { tenants: verdicts, exportedHeads: heads.findings } }
  },
}

const filterOptions = ['format', 'from', 'to', 'q', 'actor', 'action', 'subject'] as const

const exportCommand: Command = {
  name: 'audit export',
  summary: 'Write a trail to standard output, newest first',
  help: [
    '--tenant NAME      whose',
    '--format FORMAT    csv or jsonl (csv)',
    '--from, --to TIME  e.g. 2026-03-01T00:00:00Z',
    '--q, --actor, --action, --subject   as in the API',
  ],
  options: {
    tenant: { type: 'string' },
    ...Object.fromEntries(filterOptions.map(name => [name, { type: 'string' as const }])),
  },
  async run({ values, open, write }) {
    const typed = required(values, 'tenant')
    const given = exportQuery.safeParse(
      Object.fromEntries(filterOptions.map(name => [name, optional(values, name)])),
    )
    if (!given.success) throw new UsageError(z.prettifyError(given.error))
    const { format, ...filter } = given.data
    const { db } = await open()
    const { id } = await findTenant(db, typed)
    let rows = 0
    await write(headOf(format))
    for await (const page of pagesOf(work => db.withTenant(id, work), filter)) {
      await write(page.map(row => lineOf(format, row)).join(''))
      rows += page.length
    }
    await tellExport(db, id, { ...filter, format, rows })
    return { ok: true, data: null }
  },
}

const prune: Command = {
  name: 'audit prune',
  summary: 'Drop months older than seven years, and make partitions ahead',
  help: ['--force            also when what would be dropped does not verify'],
  options: { force: { type: 'boolean' } },
  async run({ values, open, tell }) {
    const installation = await open()
    const heads = await headsOf(installation)
    const owner = await installation.owner()
    const { db, sealer } = installation
    const { dropped, findings } = await pruneAudit({ db, owner, sealer, heads }, new Date(), {
      force: values.force === true,
    })
    for (const words of findings) tell(words)
    if (dropped.length > 0) tell(`Dropped: ${dropped.join(', ')}`)
    else tell(findings.length > 0 ? 'Nothing was dropped.' : 'Nothing is older than seven years.')
    return { ok: findings.length === 0, data: { dropped, findings } }
  },
}

const tellExport = (db: Installation['db'], tenantId: string, after: Record<string, unknown>) =>
  db.withTenant(tenantId, async tx => audit(tx, { action: 'audit.export', after }))

export const auditCommands = [verify, exportCommand, prune]
