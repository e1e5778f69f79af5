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

  set(theme: Theme): void {
    this.value = theme
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    try {
      if (theme === 'system') localStorage.removeItem(key)
      else localStorage.setItem(key, theme)
    } catch {
      // The choice lives until the page is closed.
    }
  }
}

export const theme = new ThemeChoice()
