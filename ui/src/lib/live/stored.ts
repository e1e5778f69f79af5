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

export function store(key: string, value: unknown): void {
  try {
    if (value === null || value === '') localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, JSON.stringify(value))
  } catch {
    // Private windows and full disks: the value lives until the page is closed.
  }
}
