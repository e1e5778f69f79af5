/** A condition on a field of the tenant's own: its value has the kind of the field, as it stands on conversations. Pure. */
import type { FilterCondition } from '../api/types.ts'
import type { CustomField } from '../desk/calls.ts'

type Custom = Extract<FilterCondition, { field: 'custom' }>
type Kind = CustomField['kind'] | undefined

/** What was typed or picked, as the field keeps it. A number that is none is left empty: the condition is not complete. */
export function filled(kind: Kind, text: string): Custom['is'] {
  if (kind === 'yes-no') return text === 'true'
  if (kind !== 'number') return text
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : ''
}

/** The condition turned to another field, with nothing filled in; yes where there is only yes and no. */
export function customCondition(
  { not }: Custom,
  field: Pick<CustomField, 'kind'> | undefined,
  key: string,
): Custom {
  const is = field?.kind === 'yes-no' ? true : ''
  return not ? { field: 'custom', key, is, not } : { field: 'custom', key, is }
}
