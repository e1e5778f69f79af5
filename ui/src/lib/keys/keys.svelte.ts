/** Single-key shortcuts. They never fire while someone types, and can be switched off (WCAG 2.1.4). */
import { untrack } from 'svelte'
import { readStored, store } from '../live/stored.ts'

export type Shortcut = {
  /** One key as printed on it ("j", "?", "Enter"), or two in a row ("g i"). */
  keys: string
  does: string
  run: () => void
}

const prefixWindowMs = 1_200

/** The letter a key stands for on a Latin keyboard, so that shortcuts work on Cyrillic and Hebrew ones too. */
function letterOf(event: KeyboardEvent): string {
  const isAscii = event.key.length > 1 || event.key.charCodeAt(0) < 128
  if (isAscii || !event.code.startsWith('Key')) return event.key
  const letter = event.code.slice(3)
  return event.shiftKey ? letter : letter.toLowerCase()
}

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

class Keys {
  enabled = $state(readStored('single-keys', true))
  /** True while the caret is on its way into a box: letters are words by then. */
  held = false
  helpOpen = $state(false)
  #layers = $state.raw<Shortcut[][]>([])
  #prefix = ''
  #prefixAt = 0

  /** What is bound now, the innermost first; for the overlay. */
  get all(): Shortcut[] {
    const seen = new Set<string>()
    return this.#layers.flat().filter(one => !seen.has(one.keys) && seen.add(one.keys))
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

  setEnabled(enabled: boolean): void {
    this.enabled = enabled
    store('single-keys', enabled)
  }

  handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isTyping(event.target) || document.querySelector(openOverlay)) return
    const key = letterOf(event)
    if (ownsKey(event.target, key)) return
    const isNamed = key === 'Escape' || key === 'Enter'
    if ((!this.enabled || this.held) && !isNamed) return
    const prefix = Date.now() - this.#prefixAt < prefixWindowMs ? this.#prefix : ''
    this.#prefix = ''
    const shortcut = this.#find(prefix ? `${prefix} ${key}` : key)
    if (shortcut) {
      event.preventDefault()
      shortcut.run()
    } else if (this.all.some(one => one.keys.startsWith(`${key} `))) {
      this.#prefix = key
      this.#prefixAt = Date.now()
    }
  }

  #find(keys: string): Shortcut | undefined {
    return this.all.find(one => one.keys === keys)
  }
}

export const keys = new Keys()
