/** What a key pressed means to whoever asked for an action's new keys. Pure. */
import { isBeginning, type KeyMap, pressed, whyNot } from '../keys/key-map.ts'
import { isMac } from '../keys/keyboard.svelte.ts'

type Read =
  | { kind: 'keys'; keys: string }
  /** One more key follows. */
  | { kind: 'more'; so: string }
  | { kind: 'refused'; words: string }
  | { kind: 'left' }

/** `so`: what was pressed before. Escape leaves everything as it is, Backspace takes the key away. */
export function capture(event: KeyboardEvent, so: string, map: KeyMap): Read {
  if (event.key === 'Escape') return { kind: 'left' }
  if (event.key === 'Backspace') return { kind: 'keys', keys: '' }
  const key = pressed(event, isMac)
  if (key === null) return { kind: 'more', so }
  const keys = so === '' ? key : `${so} ${key}`
  const words = whyNot(keys)
  if (words) return { kind: 'refused', words }
  return so === '' && isBeginning(map, key) ? { kind: 'more', so: key } : { kind: 'keys', keys }
}
