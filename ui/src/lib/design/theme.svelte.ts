/** Light, dark, or as the system has it. app.html applies a stored choice before the first paint. */
export type Theme = 'light' | 'dark' | 'system'

const key = 'trunkline:theme'

function stored(): Theme {
  try {
    const value = localStorage.getItem(key)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

class ThemeChoice {
  value = $state<Theme>(stored())

  constructor() {
    // Chosen in another tab: this one follows.
    globalThis.addEventListener?.('storage', event => {
      if (event.key === key || event.key === null) this.#show(stored())
    })
  }

  set(theme: Theme): void {
    this.#show(theme)
    try {
      if (theme === 'system') localStorage.removeItem(key)
      else localStorage.setItem(key, theme)
    } catch {
      // The choice lives until the page is closed.
    }
  }

  #show(theme: Theme): void {
    this.value = theme
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }
}

export const theme = new ThemeChoice()
