/** The kinds of fields, as people call them. */
import type { Kind } from './calls.ts'

export const kindWords: Record<Kind, string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  choice: 'Choice',
  'yes-no': 'Yes or no',
}
