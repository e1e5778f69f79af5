/** How long a new key lives. Pure. */
export const lives = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'on', label: 'Until a day…' },
  { value: 'never', label: 'No end' },
]

const dayMs = 86_400_000

/** The moment it ends: so many days from now, or as the chosen day (YYYY-MM-DD, where the person sits) begins. */
export function endOf(life: string, day: string, now: number): string | null {
  if (life === 'never') return null
  if (life === 'on') return new Date(`${day}T00:00:00`).toISOString()
  return new Date(now + Number(life) * dayMs).toISOString()
}

export type KeyState = 'in use' | 'ends soon' | 'ended' | 'revoked'

const soonMs = 14 * dayMs

export function stateOf(key: { expiresAt: string | null; revokedAt: string | null }, now: number): KeyState {
  if (key.revokedAt) return 'revoked'
  if (!key.expiresAt) return 'in use'
  const leftMs = Date.parse(key.expiresAt) - now
  if (leftMs <= 0) return 'ended'
  return leftMs < soonMs ? 'ends soon' : 'in use'
}
