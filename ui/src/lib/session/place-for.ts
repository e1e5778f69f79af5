/** Where somebody who asks for a page is shown to. */

export type Standing = {
  me: { needs: string | null } | null
  operator: object | null
  suspended: string | null
  can(permission: string): boolean
}

const isUnder = (path: string, place: string) => path === place || path.startsWith(`${place}/`)

/** The page itself, another that fits better, or null for one that is not theirs to see. */
export function placeFor(path: string, standing: Standing): string | null {
  const { me, operator, suspended } = standing
  if (isUnder(path, '/platform')) return operator ? path : null
  // The layout shows why, instead of the page.
  if (suspended) return path
  if (!me) return '/platform/tenants'
  if (me.needs === 'second-factor') return '/settings/security'
  const needsReading = isUnder(path, '/inbox') || isUnder(path, '/mentions')
  if (needsReading && !standing.can('conversations.read')) return '/settings'
  if (isUnder(path, '/network') && !standing.can('network.read')) return '/settings'
  return path
}
