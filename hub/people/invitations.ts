/** Inviting people: a link that is good for a week, once, for one address. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { hashToken, newToken } from '../../platform/identity/tokens.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { refuseBeyondLimit } from '../../platform/limits.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { roleTitle } from './find-people.ts'
import { readRole, refuseAbove, refuseBeyondOwn, refuseBeyondReach } from './granting.ts'
import type { Invitation, writeInvitation } from './people.api.ts'
import { refuseUnknown } from './reach.ts'

type InvitationShape = z.infer<typeof Invitation>
type Row = {
  id: string
  email: string
  name: string
  role: string
  custom_role_id: string | null
  custom_title: string | null
  invited_by: string | null
  created_at: Date
  expires_at: Date
}

export const invitationDays = 7

const openSql = `SELECT i.id, i.email, i.name, i.role, i.custom_role_id,
    (SELECT r.name FROM custom_roles r WHERE r.id = i.custom_role_id) AS custom_title,
    (SELECT m.name FROM members m WHERE m.id = i.invited_by_id) AS invited_by, i.created_at, i.expires_at
  FROM invitations i WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL`

const shapeOf = (row: Row, now: Date): InvitationShape => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  roleTitle: roleTitle(row.role, row.custom_title),
  invitedBy: row.invited_by ?? 'Trunkline',
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  expired: row.expires_at <= now,
})

export async function findInvitations(app: App, tx: Tx): Promise<{ items: InvitationShape[] }> {
  const { rows } = await tx.query<Row>(`${openSql} ORDER BY i.created_at DESC, i.id DESC`)
  const now = app.clock.now()
  return { items: rows.map(row => shapeOf(row, now)) }
}

async function lockInvitation(tx: Tx, id: string): Promise<Row> {
  const { rows } = await tx.query<Row>(`${openSql} AND i.id = $1 FOR UPDATE`, [id])
  if (!rows[0]) throw new Refusal('missing', 'There is no such invitation.')
  return rows[0]
}

/** The secret in the link names tenant and invitation, so that nothing has to be searched across tenants. */
export const linkOf = (app: App, tenantId: string, id: string, secret: string): string =>
  `${app.config.publicUrl}/join?token=${tenantId}.${id}.${secret}`

export type Sent = { invitation: InvitationShape; link: string }

/** Refuses an address that is invited or works here already, and a role above one's own. */
export async function invite(
  app: App,
  tx: Tx,
  who: Who,
  input: z.infer<typeof writeInvitation>,
): Promise<Sent> {
  const role = await readRole(tx, input)
  refuseAbove(who, role)
  refuseBeyondOwn(who, role.permissions)
  await refuseBeyondReach(tx, who, input)
  await refuseUnknown(tx, 'inboxes', input.inboxIds)
  await refuseUnknown(tx, 'teams', input.teamIds)
  await refuseBeyondLimit(tx, 'members')
  await refuseKnown(tx, input.email)
  return add(app, tx, who.memberId, input)
}

/** The row and its link; for a tenant's first owner nobody stands above to ask. */
export async function add(
  app: App,
  tx: Tx,
  invitedById: string | null,
  input: z.infer<typeof writeInvitation>,
): Promise<Sent> {
  const id = newId()
  const secret = newToken()
  const inserted = await tx.query(
    `INSERT INTO invitations (id, email, name, role, custom_role_id, all_inboxes, inbox_ids, team_ids, token_hash, invited_by_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      id,
      input.email,
      input.name,
      input.role,
      input.customRoleId,
      input.allInboxes,
      input.inboxIds,
      input.teamIds,
      hashToken(secret),
      invitedById,
      expiryOf(app),
    ],
  )
  if (inserted.rowCount === 0) throw alreadyInvited(input.email)
  const row = await lockInvitation(tx, id)
  audit(tx, {
    action: 'invitations.create',
    subject: { kind: 'invitation', id, name: input.email },
    after: { name: input.name, email: input.email, role: input.role, customRoleId: input.customRoleId },
  })
  return { invitation: shapeOf(row, app.clock.now()), link: linkOf(app, tx.tenantId, id, secret) }
}

const expiryOf = (app: App) => new Date(app.clock.now().getTime() + invitationDays * 86_400_000)
const alreadyInvited = (email: string) =>
  new Refusal('conflict', `${email} is invited already; send that invitation again instead.`)

async function refuseKnown(tx: Tx, email: string): Promise<void> {
  const { rows } = await tx.query<{ name: string; disabled: boolean }>(
    'SELECT name, disabled_at IS NOT NULL AS disabled FROM members WHERE lower(email) = $1',
    [email],
  )
  const known = rows[0]
  if (!known) return
  throw new Refusal(
    'conflict',
    known.disabled
      ? `${known.name} worked here before; switch them on again under People.`
      : `${known.name} works here already.`,
  )
}

/** A new link and a new week; the old link stops working. */
export async function sendAgain(app: App, tx: Tx, who: Who, id: string): Promise<Sent> {
  const before = await lockInvitation(tx, id)
  refuseAbove(who, await readRole(tx, { role: before.role, customRoleId: before.custom_role_id }))
  const secret = newToken()
  await tx.query('UPDATE invitations SET token_hash = $2, expires_at = $3 WHERE id = $1', [
    id,
    hashToken(secret),
    expiryOf(app),
  ])
  const row = await lockInvitation(tx, id)
  audit(tx, { action: 'invitations.resend', subject: { kind: 'invitation', id, name: row.email } })
  return { invitation: shapeOf(row, app.clock.now()), link: linkOf(app, tx.tenantId, id, secret) }
}

export async function revokeInvitation(tx: Tx, id: string): Promise<void> {
  const row = await lockInvitation(tx, id)
  await tx.query('UPDATE invitations SET revoked_at = now() WHERE id = $1', [id])
  audit(tx, { action: 'invitations.revoke', subject: { kind: 'invitation', id, name: row.email } })
}
