/** How the colours of labels look, in both themes. */
import type { Colour } from './calls.ts'

export const labelLooks: Record<Colour, string> = {
  grey: 'bg-sunken text-soft',
  red: 'bg-bad-soft text-bad-text',
  amber: 'bg-warn-soft text-warn-text',
  green: 'bg-good-soft text-good-text',
  blue: 'bg-blue-soft text-blue-text',
  violet: 'bg-violet-soft text-violet-text',
}
