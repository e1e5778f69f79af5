/** Shortcuts. Those of one key never fire while someone types, and can be switched off (WCAG 2.1.4). */
import { untrack } from 'svelte'
import { preferences } from '../preferences/preferences.svelte.ts'
import { type Action, actionOf } from './actions.ts'
import { keysNow, pressed } from './key-map.ts'
import { isMac, keyboard } from './keyboard.svelte.ts'

export type Shortcut = {
  /** The keys it comes with, which stand in the table of actions and name it there. */
  keys: string
  /** What it does here, in words. */
  does: string
  run: () => void
}

/** One that can be used now: `now` are the keys it has, empty for none. */
export type Bound = Shortcut & { action: Action | undefined; now: string }

const prefixWindowMs = 1_200

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}

/** Enter and Space on a control belong to that control. */
function ownsKey(target: EventTarget | null, key: string): boolean {
  const isPress = key === 'Enter' || key === ' '
  return (
    isPress &&
    target instanceof HTMLElement &&
    target.closest('button, a[href], [role^=menu], summary') !== null
  )
}

/** One that is on its way out no longer takes keys: who closes a menu and types on means the page. */
const openOverlay = '[role=dialog]:not([data-state=closed]), [role=menu]:not([data-state=closed])'

const isChord = (keys: string) => keys.startsWith('Mod+')
const isNamed = (keys: string) => keys === 'Escape' || keys === 'Enter'

class Keys {
  /** True while the caret is on its way into a box: letters are words by then. */
  held = false
  helpOpen = $state(false)
  #layers = $state.raw<Shortcut[][]>([])
  #prefix = ''
  #prefixAt = 0

  get enabled(): boolean {
    return preferences.value.singleKeys
  }

  /** What is bound now, the innermost first. */
  get all(): Bound[] {
    const seen = new Set<string>()
    return this.#layers
      .flat()
      .filter(one => !seen.has(one.keys) && seen.add(one.keys))
      .map(one => ({ ...one, action: actionOf(one.keys), now: this.now(one.keys) }))
  }

  /** Binds shortcuts until the returned function is called. Later layers win. */
  bind(shortcuts: Shortcut[]): () => void {
    // An effect that binds does not depend on what else is bound: two of them would take turns for ever.
    const others = untrack(() => this.#layers)
    this.#layers = [shortcuts, ...others]
    return () => {
      this.#layers = untrack(() => this.#layers).filter(layer => layer !== shortcuts)
    }
  }

  /** The keys that do now what these do as the program comes. */
  now(keys: string): string {
    const action = actionOf(keys)
    return action ? keysNow(action, preferences.value.keyMap) : keys
  }

  /** The same as printed on this keyboard, key by key; none where it cannot be pressed. */
  caps(keys: string): string[] {
    const now = this.now(keys)
    return this.enabled || isChord(now) || isNamed(now) ? keyboard.caps(now) : []
  }

  /** The same in one piece of text: "g i"; empty where there is none. */
  shown(keys: string): string {
    return this.caps(keys).join(' ')
  }

  /** Words with the keys behind them, for titles: "Snooze (z)". */
  named(words: string, keys: string): string {
    const shown = this.shown(keys)
    return shown ? `${words} (${shown})` : words
  }

  handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return
    const key = pressed(event, isMac)
    if (key === null || document.querySelector(openOverlay)) return
    if (!isChord(key) && (isTyping(event.target) || ownsKey(event.target, key))) return
    if ((!this.enabled || this.held) && !isNamed(key) && !isChord(key)) return
    const prefix = Date.now() - this.#prefixAt < prefixWindowMs ? this.#prefix : ''
    this.#prefix = ''
    const shortcut = this.all.find(one => one.now === (prefix ? `${prefix} ${key}` : key))
    if (shortcut) {
      event.preventDefault()
      shortcut.run()
    } else if (this.all.some(one => one.now.startsWith(`${key} `))) {
      this.#prefix = key
      this.#prefixAt = Date.now()
    }
  }
}

export const keys = new Keys()
