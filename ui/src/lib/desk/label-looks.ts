/** How the colours of labels look, in both themes. */
import type { Colour } from './calls.ts'

export const labelLooks: Record<Colour, string> = {
  grey: 'bg-sunken text-soft',
  red: 'bg-bad-soft text-bad-text',
  amber: 'bg-warn-soft text-warn-text',
  green: 'bg-good-soft text-good-text',
  blue: 'bg-[light-dark(#e0effc,#132b40)] text-[light-dark(#14568f,#8ec8f5)]',
  violet: 'bg-[light-dark(#f1e6fb,#32204a)] text-[light-dark(#67299a,#d3a8f5)]',
}
