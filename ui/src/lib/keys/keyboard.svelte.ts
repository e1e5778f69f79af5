/** What is printed on the keys of this keyboard, as far as the browser tells. */
type Layout = { get(code: string): string | undefined; values(): Iterable<string> }
type WithKeyboard = Navigator & { keyboard?: { getLayoutMap?(): Promise<Layout> } }

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

const names: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', Enter: '↵' }

class Keyboard {
  #layout = $state.raw<Layout | null>(null)
  #latin = new Set<string>()

  constructor() {
    // Where it is not told, the letters of the table are shown.
    ;(navigator as WithKeyboard).keyboard?.getLayoutMap?.().then(
      layout => {
        this.#latin = new Set(layout.values())
        this.#layout = layout
      },
      () => {},
    )
  }

  /** The keys to press, one after the other or together, as they are printed here. */
  caps(keys: string): string[] {
    return keys.split(' ').flatMap(part => {
      if (part === '') return []
      const [held, key] = part.startsWith('Mod+') ? [isMac ? '⌘' : 'Ctrl', part.slice(4)] : [null, part]
      const isShifted = key.length === 1 && key !== key.toLowerCase()
      return [
        ...(held ? [held] : []),
        ...(isShifted ? ['Shift'] : []),
        names[key] ?? this.#printed(key.length === 1 ? key.toLowerCase() : key),
      ]
    })
  }

  /** A letter this keyboard lacks has the place it has on a Latin one. */
  #printed(key: string): string {
    if (!this.#layout || this.#latin.has(key) || !/^[a-z]$/.test(key)) return key
    return this.#layout.get(`Key${key.toUpperCase()}`) ?? key
  }
}

export const keyboard = new Keyboard()
