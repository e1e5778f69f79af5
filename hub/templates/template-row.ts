/** Templates from their table. */
import type { z } from 'zod'
import type { TemplateContent, TemplateStatus } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import type { MessageTemplate } from './templates.api.ts'

export type Template = z.infer<typeof MessageTemplate>

export type TemplateRow = {
  id: string
  name: string
  language: string
  category: string
  status: TemplateStatus
  reason: string | null
  components: TemplateContent
}

/** Templates by a condition on `t`: what is approved first, then by name. */
export async function readTemplates(tx: Tx, where: string, values: unknown[]): Promise<TemplateRow[]> {
  const { rows } = await tx.query<TemplateRow>(
    `SELECT t.id, t.name, t.language, t.category, t.status, t.reason, t.components FROM message_templates t
     WHERE ${where} ORDER BY t.status <> 'approved', t.name, t.language`,
    values,
  )
  return rows
}

/** Why it cannot be sent, in words; null when it can. */
export const whyNotSendable = ({ status, reason, components }: TemplateRow): string | null =>
  status === 'approved' ? components.unsupported : (reason ?? `It is ${status}.`)

export function templateOf(row: TemplateRow): Template {
  const { id, name, language, category, status } = row
  const { unsupported: _why, ...content } = row.components
  const why = whyNotSendable(row)
  return { id, name, language, category, status, sendable: why === null, why, ...content }
}
