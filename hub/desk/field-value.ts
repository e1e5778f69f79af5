/** Whether a value fits a field of the tenant's own. Pure. */
import type { z } from 'zod'
import type { CustomField } from './desk.api.ts'

type Field = z.infer<typeof CustomField>
type Value = string | number | boolean

const longestText = 500
const day = /^\d{4}-\d{2}-\d{2}$/

/** What is wrong with the value, in words; null when it fits. */
export function whyNot(field: Pick<Field, 'title' | 'kind' | 'choices'>, value: Value): string | null {
  const { title } = field
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= longestText
        ? null
        : `${title} takes text of at most ${longestText} characters.`
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : `${title} takes a number.`
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : `${title} takes a day like 2026-03-31.`
    case 'choice':
      return typeof value === 'string' && field.choices?.includes(value)
        ? null
        : `${title} takes one of: ${(field.choices ?? []).join(', ')}.`
    case 'yes-no':
      return typeof value === 'boolean' ? null : `${title} takes yes or no (true or false).`
  }
}

/** A day of the calendar: 2026-02-30 is none. */
function isDay(text: string): boolean {
  if (!day.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
