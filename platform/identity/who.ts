import type { Permission, RoutePermission } from './permissions.ts'

/** The member a request or socket acts for. */
export type Who = {
  tenantId: string
  memberId: string
  userId: string
  /** Of the person who really sits there; `key:<id>` for a program. */
  sessionId: string
  name: string
  email: string
  /** A name of roles.ts, or "custom". */
  role: string
  /** The words they hold now: those of their role, and no more than those of the key they came with. */
  permissions: readonly Permission[]
  /** Sees every inbox; otherwise only those of `inboxIds`: their own and their teams'. */
  allInboxes: boolean
  inboxIds: string[]
  /** `own`: only the customers this member brought. */
  customers: 'all' | 'own'
  /** Whose customer a member of the role customer is. */
  customerId: string | null
  /** The API key they came with. */
  key: { id: string; name: string } | null
  /** The operator of the installation who looks through this member's eyes. */
  impersonation: {
    id: string
    operatorUserId: string
    operatorName: string
    until: Date
    reason: string
  } | null
  /** Why nothing may be done just now, in words: the tenant is suspended. */
  suspended: string | null
  /** What must be done before anything but one's own account: set up a second factor. */
  needs: 'second-factor' | null
}

/** Whether this person holds the word a route or socket event declares. */
export const may = (who: Who, permission: RoutePermission): boolean =>
  permission === 'public' ||
  permission === 'signed-in' ||
  (permission !== 'platform' && who.permissions.includes(permission))
