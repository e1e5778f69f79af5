/** What a member may do now, read from the rows: role or custom role, inboxes of their own and of their teams. */
import type { Tx } from '../../db/client.ts'
import { isPermission, type Permission } from './permissions.ts'
import { permissionsOf } from './roles.ts'
import { readPolicy, type SignInPolicy } from './sign-in-policy.ts'
import type { Who } from './who.ts'

export type Standing = Pick<
  Who,
  | 'memberId'
  | 'userId'
  | 'name'
  | 'email'
  | 'role'
  | 'permissions'
  | 'allInboxes'
  | 'inboxIds'
  | 'customers'
  | 'customerId'
  | 'suspended'
> & { policy: SignInPolicy }

type Row = {
  id: string
  user_id: string
  name: string
  email: string
  role: string
  custom: string[] | null
  all_inboxes: boolean
  inbox_ids: string[]
  customer_id: string | null
  suspended_at: Date | null
  suspended_reason: string | null
  sign_in_policy: unknown
}

const standingsSql = `SELECT m.id, m.user_id, m.name, m.email, m.role, m.all_inboxes, m.customer_id,
    (SELECT r.permissions FROM custom_roles r WHERE r.id = m.custom_role_id) AS custom,
    ARRAY(SELECT a.inbox_id FROM inbox_access a WHERE a.member_id = m.id
      UNION SELECT ti.inbox_id FROM team_members tm JOIN team_inboxes ti ON ti.team_id = tm.team_id
      WHERE tm.member_id = m.id ORDER BY 1) AS inbox_ids,
    t.suspended_at, t.suspended_reason, t.sign_in_policy
  FROM members m JOIN tenants t ON t.tenant_id = m.tenant_id
  WHERE m.id = ANY($1) AND m.disabled_at IS NULL`

/** Disabled members and ids that never were are absent. */
export async function readStandings(tx: Tx, memberIds: string[]): Promise<Map<string, Standing>> {
  const { rows } = await tx.query<Row>({ name: 'standings', text: standingsSql }, [memberIds])
  return new Map(rows.map(row => [row.id, standingOf(row)]))
}

function standingOf(row: Row): Standing {
  return {
    memberId: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    permissions: wordsOf(row),
    allInboxes: row.all_inboxes,
    inboxIds: row.inbox_ids,
    customers: row.role === 'reseller' ? 'own' : 'all',
    customerId: row.customer_id,
    suspended: row.suspended_at ? (row.suspended_reason ?? 'no reason given') : null,
    policy: readPolicy(row.sign_in_policy),
  }
}

const wordsOf = (row: Row): readonly Permission[] =>
  row.role === 'custom' ? (row.custom ?? []).filter(isPermission) : permissionsOf(row.role)

/** What sockets' rooms and answers were made from; when it changes, a socket must come in anew. */
export const rightsOf = (who: Omit<Standing, 'policy'>): string =>
  JSON.stringify([
    who.role,
    [...who.permissions].sort(),
    who.allInboxes,
    [...who.inboxIds].sort(),
    who.customers,
    who.customerId,
    who.suspended,
  ])
