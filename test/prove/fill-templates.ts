/** A message template of one tenant's inbox. */
import { newId } from '../../platform/ids.ts'
import type { Installation } from './installation.ts'
import type { TenantWorld } from './tenant-world.ts'

export async function fillTemplates(at: Installation, { tenantId, ids, mark }: TenantWorld): Promise<void> {
  const words = { header: '', file: null, body: `${mark}: hello`, footer: '', unsupported: null }
  const components = { ...words, buttons: [], parameters: [] }
  await at.app.db.withTenant(tenantId, tx =>
    tx.query(
      `INSERT INTO message_templates (id, inbox_id, external_id, name, language, category, status, components, synced_at)
       VALUES ($1, $2, '1689556908129832', $3, 'en', 'utility', 'approved', $4, now())`,
      [newId(), ids.inbox, `${mark}_hello`, JSON.stringify(components)],
    ),
  )
}
