/** What the catalogue wears, as its address says it: `?theme=contrast&density=compact&dir=rtl`. Pure. */
import type { Direction } from '../design/direction.ts'
import { type Density, densities, type Look, type Theme, themes } from '../design/look.ts'

export const directions: { value: Direction; label: string }[] = [
  { value: 'ltr', label: 'Left to right' },
  { value: 'rtl', label: 'Right to left' },
]

/** What is not said, or not known, is as the person has it. */
export function wornBy(params: URLSearchParams): Partial<Look> {
  const theme = themes.find(({ value }) => value === params.get('theme'))?.value as Theme | undefined
  const density = densities.find(({ value }) => value === params.get('density'))?.value as Density | undefined
  return { ...(theme ? { theme } : {}), ...(density ? { density } : {}) }
}
