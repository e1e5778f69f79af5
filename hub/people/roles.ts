/** The roles of this tenant: those every tenant has, and its own. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import { isPermission } from '../../platform/identity/permissions.ts'
import { roleNames, roles } from '../../platform/identity/roles.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { refuseBeyondOwn } from './granting.ts'
import type { changeRole as changeSchema, Role, writeRole as writeSchema } from './people.api.ts'

type RoleShape = z.infer<typeof Role>
type Row = { id: string; name: string; description: string; permissions: string[]; members: number }

const rolesSql = `SELECT r.id, r.name, r.description, r.permissions,
    (SELECT count(*) FROM members m WHERE m.custom_role_id = r.id AND m.disabled_at IS NULL) AS members
  FROM custom_roles r`

export async function findRoles(tx: Tx): Promise<{ items: RoleShape[] }> {
  const { rows: counts } = await tx.query<{ role: string; count: number }>(
    `SELECT role, count(*) AS count FROM members WHERE disabled_at IS NULL GROUP BY role`,
  )
  const having = new Map(counts.map(row => [row.role, row.count]))
  const builtIn = roleNames.map(name => ({
    id: name,
    builtIn: true,
    name: roles[name].title,
    description: roles[name].description,
    permissions: [...roles[name].permissions],
    members: having.get(name) ?? 0,
  }))
  const { rows } = await tx.query<Row>(`${rolesSql} ORDER BY r.name`)
  return { items: [...builtIn, ...rows.map(roleOf)] }
}

const roleOf = (row: Row): RoleShape => ({ ...row, builtIn: false })

async function lockRole(tx: Tx, id: string): Promise<RoleShape> {
  await tx.query('SELECT 1 FROM custom_roles WHERE id = $1 FOR UPDATE', [id])
  const { rows } = await tx.query<Row>(`${rolesSql} WHERE r.id = $1`, [id])
  if (!rows[0]) throw new Refusal('missing', 'There is no such role.')
  return roleOf(rows[0])
}

async function refuseTakenName(tx: Tx, name: string, except: string | null): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM custom_roles WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2::uuid',
    [name, except],
  )
  const builtIn = roleNames.some(each => roles[each].title.toLowerCase() === name.toLowerCase())
  if (builtIn || (rowCount ?? 0) > 0) throw new Refusal('conflict', `There is a role called ${name} already.`)
}

export async function addRole(tx: Tx, who: Who, input: z.infer<typeof writeSchema>): Promise<RoleShape> {
  refuseBeyondOwn(who, input.permissions)
  await refuseTakenName(tx, input.name, null)
  const id = newId()
  const words = [...new Set(input.permissions)].sort()
  await tx.query('INSERT INTO custom_roles (id, name, description, permissions) VALUES ($1, $2, $3, $4)', [
    id,
    input.name,
    input.description,
    words,
  ])
  audit(tx, {
    action: 'roles.create',
    subject: { kind: 'role', id, name: input.name },
    after: { name: input.name, description: input.description, permissions: words },
  })
  return lockRole(tx, id)
}

/** A role that can do more than the one who asks is not theirs to change, in either direction. */
export async function changeRole(
  tx: Tx,
  who: Who,
  id: string,
  change: z.infer<typeof changeSchema>,
): Promise<RoleShape> {
  const before = await lockRole(tx, id)
  refuseBeyondOwn(who, [...before.permissions, ...(change.permissions ?? [])].filter(isPermission))
  if (change.name !== undefined) await refuseTakenName(tx, change.name, id)
  await tx.query(
    `UPDATE custom_roles SET name = COALESCE($2, name), description = COALESCE($3, description),
       permissions = COALESCE($4, permissions) WHERE id = $1`,
    [
      id,
      change.name ?? null,
      change.description ?? null,
      change.permissions ? [...new Set(change.permissions)].sort() : null,
    ],
  )
  const after = await lockRole(tx, id)
  const difference = changed(before, after)
  if (difference) {
    audit(tx, { action: 'roles.change', subject: { kind: 'role', id, name: after.name }, ...difference })
  }
  return after
}

export async function removeRole(tx: Tx, id: string): Promise<void> {
  const role = await lockRole(tx, id)
  const { rows } = await tx.query<{ used: number }>(
    `SELECT (SELECT count(*) FROM members WHERE custom_role_id = $1)
       + (SELECT count(*) FROM invitations WHERE custom_role_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL) AS used`,
    [id],
  )
  const used = rows[0]?.used ?? 0
  if (used > 0) {
    throw new Refusal(
      'conflict',
      `${used} ${used === 1 ? 'person has' : 'people have'} this role; give them another first.`,
    )
  }
  await tx.query('UPDATE invitations SET custom_role_id = NULL WHERE custom_role_id = $1', [id])
  await tx.query('DELETE FROM custom_roles WHERE id = $1', [id])
  audit(tx, {
    action: 'roles.remove',
    subject: { kind: 'role', id, name: role.name },
    before: { name: role.name, permissions: role.permissions },
  })
}
