/** A person's own keys, and what was pressed. Pure. */

import { say } from '../words/say.ts'
import { type Action, actions } from './actions.ts'

/** Action name -> keys; empty keys: it has none. What is not named has the keys it came with. */
export type KeyMap = Record<string, string>

/** The keys an action has now. */
export const keysNow = (action: Action, map: KeyMap): string =>
  action.isFixed ? action.keys : (map[action.name] ?? action.keys)

const begins = (one: string, other: string) => other === one || other.startsWith(`${one} `)

/** The other action these keys belong to, or would keep from ever being reached: "g" alone hides "g i". */
export function clash(map: KeyMap, name: string, keys: string): Action | undefined {
  if (keys === '') return undefined
  return actions.find(other => {
    const taken = keysNow(other, map)
    return other.name !== name && taken !== '' && (begins(keys, taken) || begins(taken, keys))
  })
}

/** With these keys for that action. Whoever had them has none; keys an action came with are not written down. */
export function withKeys(map: KeyMap, name: string, keys: string): KeyMap {
  const losing = clash(map, name, keys)
  const given = Object.entries({ ...map, ...(losing ? { [losing.name]: '' } : {}), [name]: keys })
  return Object.fromEntries(
    given.filter(([of, now]) => actions.find(action => action.name === of)?.keys !== now),
  )
}

/** With the keys it came with. Whoever has them meanwhile has none. */
export function withoutKeys(map: KeyMap, name: string): KeyMap {
  const own = actions.find(action => action.name === name)?.keys ?? ''
  const { [name]: _, ...others } = map
  return withKeys(others, name, own)
}

/** Whether more keys may follow this one. */
export const isBeginning = (map: KeyMap, key: string): boolean =>
  actions.some(action => keysNow(action, map).startsWith(`${key} `))

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey'>

/** The letter a key stands for on a Latin keyboard, so that shortcuts work on Cyrillic and Hebrew ones too. */
function letterOf(press: Press): string {
  const isAscii = press.key.length > 1 || press.key.charCodeAt(0) < 128
  if (isAscii || !press.code.startsWith('Key')) return press.key
  const letter = press.code.slice(3)
  return press.shiftKey ? letter : letter.toLowerCase()
}

const modifiers = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Fn',
  'Dead',
  'Process',
])

/** As the table writes it; null for a key that only changes others, or one held with the modifier of the other system. */
export function pressed(press: Press, isMac: boolean): string | null {
  if (modifiers.has(press.key)) return null
  const [isHeld, isForeign] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey]
  if (isForeign || (isHeld && press.shiftKey)) return null
  return isHeld ? `Mod+${letterOf(press).toLowerCase()}` : letterOf(press)
}

const busy = new Set([
  'Escape',
  'Enter',
  'Tab',
  ' ',
  'Backspace',
  'Delete',
  'Home',
  'End',
  'PageUp',
  'PageDown',
])
const ofTheSystem = new Set('acfnpqrstvwxz0123456789'.split('').map(key => `Mod+${key}`))

/** Why these cannot be an action's keys; null when they can. */
export function whyNot(keys: string): string | null {
  const parts = keys.split(' ')
  if (keys === ' ' || parts.some(part => busy.has(part) || /^(Arrow|F\d)/.test(part))) {
    return say`That key has its work already.`
  }
  if (ofTheSystem.has(keys)) return say`The browser needs those.`
  return null
}
