/** What the whole page wears: colours, contrast and the height of rows. app.html does the same before the first paint. */
import { say } from '../words/say.ts'

export type Theme = 'system' | 'light' | 'dark' | 'contrast'
export type Density = 'comfortable' | 'normal' | 'compact'
export type Look = { theme: Theme; density: Density }

export const themes: { value: Theme; label: string }[] = [
  { value: 'system', label: say`As the system` },
  { value: 'light', label: say`Light` },
  { value: 'dark', label: say`Dark` },
  { value: 'contrast', label: say`High contrast` },
]
export const densities: { value: Density; label: string }[] = [
  { value: 'comfortable', label: say`Comfortable` },
  { value: 'normal', label: say`Normal` },
  { value: 'compact', label: say`Compact` },
]

const wantsContrast = matchMedia('(prefers-contrast: more)')
let worn: Look = { theme: 'system', density: 'comfortable' }
let tried: Partial<Look> = {}

function show(): void {
  const { theme, density } = { ...worn, ...tried }
  const { dataset } = document.documentElement
  if (theme === 'light' || theme === 'dark') dataset.theme = theme
  else delete dataset.theme
  if (theme === 'contrast' || wantsContrast.matches) dataset.contrast = 'more'
  else delete dataset.contrast
  dataset.density = density
}

wantsContrast.addEventListener('change', show)

export function dress({ theme, density }: Look): void {
  worn = { theme, density }
  show()
}

/** Wears something else for a while, without keeping it. Nothing given: back to what is kept. */
export function tryOn(look: Partial<Look>): void {
  tried = look
  show()
}
