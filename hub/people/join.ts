/** The other end of an invitation: what the link shows, and joining with it. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { type Actor, actAs, audit } from '../../platform/audit/index.ts'
import { createUser } from '../../platform/identity/create-user.ts'
import { refuseWeak } from '../../platform/identity/password-rules.ts'
import { verifyAtTheDoor } from '../../platform/identity/passwords.ts'
import { isToken } from '../../platform/identity/tokens.ts'
import { newId } from '../../platform/ids.ts'
import { refuseBeyondLimit } from '../../platform/limits.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { acceptInvitation, OpenInvitation } from './people.api.ts'
import { setInboxes, setTeams } from './reach.ts'

type Row = {
  id: string
  email: string
  name: string
  role: string
  custom_role_id: string | null
  all_inboxes: boolean
  inbox_ids: string[]
  team_ids: string[]
  token_hash: string
  tenant: string
  invited_by: string | null
  expires_at: Date
}

const gone = () => new Refusal('missing', 'This invitation is used, withdrawn or too old. Ask for a new one.')

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Every way in which a link can be wrong gets the same answer. */
async function withInvitation<T>(
  app: App,
  token: string,
  work: (tx: Tx, row: Row) => Promise<T>,
): Promise<T> {
  const [tenantId = '', id = '', secret = ''] = token.split('.')
  if (!uuid.test(tenantId) || !uuid.test(id)) throw gone()
  return app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<Row>(
      `SELECT i.*, t.name AS tenant, (SELECT m.name FROM members m WHERE m.id = i.invited_by_id) AS invited_by
       FROM invitations i JOIN tenants t ON t.tenant_id = i.tenant_id
       WHERE i.id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2
         AND t.suspended_at IS NULL FOR UPDATE OF i`,
      [id, app.clock.now()],
    )
    const row = rows[0]
    if (!row || !isToken(secret, row.token_hash)) throw gone()
    return work(tx, row)
  })
}

export const openInvitation = (app: App, token: string): Promise<z.infer<typeof OpenInvitation>> =>
  withInvitation(app, token, async (_tx, row) => ({
    tenant: row.tenant,
    email: row.email,
    name: row.name,
    invitedBy: row.invited_by ?? 'Trunkline',
    hasAccount: (await app.accounts.byEmail(row.email)) !== null,
    expiresAt: row.expires_at.toISOString(),
  }))

/**
 * Makes the account, or joins the one this address has already, whose password must be given: holding the mail alone does
 * not open an account that exists. A wrong password leaves the invitation as it was.
 */
export async function join(app: App, input: z.infer<typeof acceptInvitation>): Promise<{ email: string }> {
  const { email } = await withInvitation(app, input.token, async (_tx, row) => row)
  const account = await app.accounts.byEmail(email)
  if (account) await checkPassword(app, email, account.passwordHash, input.password)
  else refuseWeak(input.password, { email, name: input.name })
  const { userId } =
    account ?? (await createUser(app.db, { email, name: input.name, password: input.password }))
  await withInvitation(app, input.token, (tx, row) =>
    actAs(actorOf(row), () => addMember(tx, row, { userId, name: input.name })),
  )
  return { email }
}

/** Guesses count as they do at the sign-in page: an invitation is no way around it. */
async function checkPassword(app: App, email: string, hash: string | null, password: string): Promise<void> {
  await app.auth.guesses.take('account', email)
  if (!hash || !(await verifyAtTheDoor({ hash, password }))) {
    throw new Refusal('invalid', 'This address has an account already: join with its password.')
  }
  await app.auth.guesses.clear('account', email)
}

const actorOf = (row: Row): Actor => ({
  kind: 'member',
  id: row.id,
  name: row.name,
  as: null,
  address: null,
  userAgent: null,
  requestId: null,
})

async function addMember(tx: Tx, row: Row, person: { userId: string; name: string }): Promise<void> {
  // The invitation held the place until now.
  await tx.query('UPDATE invitations SET accepted_at = now() WHERE id = $1', [row.id])
  await refuseBeyondLimit(tx, 'members')
  const id = newId()
  const inserted = await tx.query(
    `INSERT INTO members (id, user_id, name, email, role, custom_role_id, all_inboxes)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, user_id) DO NOTHING`,
    [id, person.userId, person.name, row.email, row.role, row.custom_role_id, row.all_inboxes],
  )
  if (inserted.rowCount === 0) throw new Refusal('conflict', 'You work here already: sign in.')
  await setInboxes(tx, id, row.inbox_ids)
  await setTeams(tx, id, row.team_ids)
  audit(tx, {
    action: 'members.join',
    subject: { kind: 'member', id, name: person.name },
    after: { email: row.email, role: row.role, customRoleId: row.custom_role_id, invitedBy: row.invited_by },
  })
}
