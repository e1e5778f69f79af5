import { rotateKeys } from '../../platform/secrets/index.ts'
import { type Command, optional } from './command.ts'
import { findTenant, findTenants } from './find-tenant.ts'

export const keysCommand: Command = {
  name: 'keys rotate',
  summary: 'New data keys; everything sealed is sealed again, while the product runs',
  help: ['--tenant NAME      only this one (all)'],
  options: { tenant: { type: 'string' } },
  async run({ values, open, tell }) {
    const typed = optional(values, 'tenant')
    const installation = await open()
    const { db } = installation
    const tenants = typed ? [await findTenant(db, typed)] : await findTenants(db)
    const secrets = await installation.secrets()
    const done = await rotateKeys(
      { db, secrets },
      tenants.map(tenant => tenant.id),
      tell,
    )
    tell(`${done.resealed} values are sealed with new keys.`)
    return { ok: true, data: { tenants: tenants.length, ...done } }
  },
}
