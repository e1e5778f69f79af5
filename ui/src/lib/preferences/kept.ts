/** What is kept of preferences in this browser, and how it meets what the server has. Pure. */
import { languages } from '../words/languages.ts'
import type { Change, Kept } from './calls.ts'

export const asItComes: Kept = {
  theme: 'system',
  density: 'comfortable',
  language: null,
  singleKeys: true,
  keyMap: {},
  afterSend: 'stay',
  dismissed: [],
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copy as it was stored, perhaps by an older program: what does not fit is as it comes. */
export function understood(stored: unknown): Kept {
  if (!isRecord(stored)) return asItComes
  const fits = (Object.keys(asItComes) as (keyof Kept)[]).filter(name => {
    const [one, other] = [asItComes[name], stored[name]]
    if (name === 'language') return other === null || languages.some(({ value }) => value === other)
    return typeof one === typeof other && other !== null && Array.isArray(one) === Array.isArray(other)
  })
  return { ...asItComes, ...Object.fromEntries(fits.map(name => [name, stored[name]])) }
}

/** What was changed again while `sent` was under way, and is still to be saved. */
export function stillUnsaved(unsaved: Change, sent: Change): Change {
  const left = Object.entries(unsaved).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(sent[name as keyof Change]),
  )
  return Object.fromEntries(left)
}
