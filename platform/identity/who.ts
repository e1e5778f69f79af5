import { permissionsOf, type RoutePermission } from './permissions.ts'

/** The signed-in member a request or socket acts for. */
export type Who = {
  tenantId: string
  memberId: string
  userId: string
  sessionId: string
  name: string
  email: string
  role: string
  /** Sees every inbox; otherwise only those of `inboxIds`. */
  allInboxes: boolean
  inboxIds: string[]
}

/** Whether this person holds the word a route or socket event declares. */
export const may = (who: Who, permission: RoutePermission): boolean =>
  permission === 'public' || permission === 'signed-in' || permissionsOf(who.role).includes(permission)
