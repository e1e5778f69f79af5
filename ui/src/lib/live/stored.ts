/** Small JSON values in this browser. A full or forbidden storage costs the memory, never the work. */
const prefix = 'trunkline:'

export function readStored<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(prefix + key)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

/** Whether it is kept. */
export function store(key: string, value: unknown): boolean {
  try {
    if (value === null || value === '') localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, JSON.stringify(value))
    return true
  } catch {
    // Private windows and full disks: the value lives until the page is closed.
    return false
  }
}

/** The keys that begin like this, without that beginning. */
export function storedUnder(beginning: string): string[] {
  try {
    const whole = prefix + beginning
    return Object.keys(localStorage).flatMap(key => (key.startsWith(whole) ? key.slice(whole.length) : []))
  } catch {
    return []
  }
}

/** Calls with every key that another tab stored or removed; null: all of them. Returns how to stop. */
export function whenStoredElsewhere(changed: (key: string | null) => void): () => void {
  const hear = ({ key, storageArea }: StorageEvent) => {
    if (storageArea !== localStorage) return
    if (key === null) changed(null)
    else if (key.startsWith(prefix)) changed(key.slice(prefix.length))
  }
  addEventListener('storage', hear)
  return () => removeEventListener('storage', hear)
}
