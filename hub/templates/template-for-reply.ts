import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'
import { cleanText } from '../conversations/clean-text.ts'
import {
  filledParameters,
  problemsOf,
  renderedText,
  type StoredTemplate,
  type TemplateFile,
  whyNotFile,
} from './fill-template.ts'
import { readTemplates, whyNotSendable } from './template-row.ts'
import type { templateChoice } from './templates.api.ts'

/** The template an answer names, filled in. Refuses one of another inbox, one that cannot be sent, and values that do not fit. */
export async function templateForReply(
  tx: Tx,
  { inboxId }: { inboxId: string },
  chosen: z.infer<typeof templateChoice>,
  files: TemplateFile[],
): Promise<{ text: string; stored: StoredTemplate }> {
  const [row] = await readTemplates(tx, 't.id = $1 AND t.inbox_id = $2', [chosen.id, inboxId])
  if (!row) throw new Refusal('missing', 'This inbox has no such template.')
  const why = whyNotSendable(row)
  if (why) throw new Refusal('conflict', `"${row.name}" cannot be sent: ${why}`)
  const whyNot = whyNotFile(row.components.file, files)
  if (whyNot) throw new Refusal('invalid', `"${row.name}": ${whyNot}`)
  const values = Object.fromEntries(
    Object.entries(chosen.values).map(([key, value]) => [key, cleanText(value).trim()]),
  )
  const problems = problemsOf(row.components, values)
  if (problems.length > 0) {
    const errors = problems.map(({ key, words }) => ({ pointer: `/template/values/${key}`, detail: words }))
    throw new Refusal('invalid', `"${row.name}": ${problems[0]?.words}`, { errors })
  }
  const { id, name, language } = row
  const stored = { id, name, language, parameters: filledParameters(row.components, values) }
  return { text: renderedText(row.components, values), stored }
}
