/** People as those see them who may manage them. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { isRoleName, roles } from '../../platform/identity/roles.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { Person } from './people.api.ts'

type PersonShape = z.infer<typeof Person>

type Row = {
  id: string
  user_id: string
  name: string
  email: string
  phone: string | null
  role: string
  custom_role_id: string | null
  custom_title: string | null
  all_inboxes: boolean
  inbox_ids: string[]
  team_ids: string[]
  customer_id: string | null
  created_at: Date
  disabled_at: Date | null
}

const personSql = `SELECT m.id, m.user_id, m.name, m.email, m.phone, m.role, m.custom_role_id,
    (SELECT r.name FROM custom_roles r WHERE r.id = m.custom_role_id) AS custom_title,
    m.all_inboxes, m.customer_id, m.created_at, m.disabled_at,
    ARRAY(SELECT a.inbox_id FROM inbox_access a WHERE a.member_id = m.id ORDER BY 1) AS inbox_ids,
    ARRAY(SELECT tm.team_id FROM team_members tm WHERE tm.member_id = m.id ORDER BY 1) AS team_ids
  FROM members m`

/** The title of a role as people read it. */
export const roleTitle = (role: string, customTitle: string | null): string =>
  isRoleName(role) ? roles[role].title : (customTitle ?? 'No role')

export async function findPeople(app: App, tx: Tx) {
  const { rows } = await tx.query<Row>(`${personSql} ORDER BY m.disabled_at IS NOT NULL, m.name, m.id`)
  const { rows: tenants } = await tx.query<{ most: number | null }>(
    `SELECT (limits->>'members')::int AS most FROM tenants`,
  )
  return { items: await withAccounts(app, rows), limit: tenants[0]?.most ?? null }
}

export async function findPerson(app: App, tx: Tx, id: string): Promise<PersonShape> {
  const { rows } = await tx.query<Row>(`${personSql} WHERE m.id = $1`, [id])
  const [person] = await withAccounts(app, rows)
  if (!person) throw new Refusal('missing', 'There is no such colleague.')
  return person
}

/** Second factor and last sign of life belong to the sign-in, which stands above tenants. */
async function withAccounts(app: App, rows: Row[]): Promise<PersonShape[]> {
  const accounts = await app.accounts.about(rows.map(row => row.user_id))
  return rows.map(row => {
    const account = accounts.get(row.user_id)
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      phone: row.phone,
      role: row.role,
      customRoleId: row.custom_role_id,
      roleTitle: roleTitle(row.role, row.custom_title),
      allInboxes: row.all_inboxes,
      inboxIds: row.inbox_ids,
      teamIds: row.team_ids,
      customerId: row.customer_id,
      twoFactor: account?.twoFactor ?? false,
      lastSeenAt: account?.lastSeenAt?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      disabledAt: row.disabled_at?.toISOString() ?? null,
    }
  })
}
