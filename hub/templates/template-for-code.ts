import type { FilledTemplate } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { readTemplates } from './template-row.ts'

/**
 * An inbox's approved template for one-time codes with this code in every place, in the tenant's language where there is
 * one; null when there is none. Such a template holds nothing but the code: in its words, and in the button that copies it.
 */
export async function templateForCode(tx: Tx, inboxId: string, code: string): Promise<FilledTemplate | null> {
  const found = await readTemplates(
    tx,
    `t.inbox_id = $1 AND t.category = 'authentication' AND t.status = 'approved'`,
    [inboxId],
  )
  const usable = found.filter(row => row.components.parameters.some(parameter => parameter.place === 'body'))
  const { rows } = await tx.query<{ locale: string }>('SELECT locale FROM tenants')
  const language = rows[0]?.locale.split(/[-_]/)[0] ?? ''
  const row = usable.find(each => each.language.split(/[-_]/)[0] === language) ?? usable[0]
  if (!row) return null
  const parameters = row.components.parameters.map(({ place, name, button }) => ({
    ...{ place, name, button },
    value: code,
  }))
  return { name: row.name, language: row.language, parameters }
}
