/** One tenant's roles, teams, keys, webhooks, invitations and trail, and a customer who signs in. */
import { hashToken } from '../../platform/identity/tokens.ts'
import { newId } from '../../platform/ids.ts'
import type { Installation } from './installation.ts'
import { addPerson, type Person } from './people.ts'
import type { TenantWorld } from './tenant-world.ts'

export const invitationSecret = 'a-secret-of-forty-three-characters-in-all-x'
export const invitedEmail = (world: Pick<TenantWorld, 'mark'>) => `new@${world.mark.toLowerCase()}.example`

export async function fillAccess(at: Installation, world: TenantWorld): Promise<void> {
  await restoreAccess(at, world)
  await addWebhook(at, world)
  await at.app.db.withTenant(world.tenantId, async tx => {
    await tx.query(
      'INSERT INTO idempotency_keys (member_id, key, route, fingerprint) VALUES ($1, $2, $3, $4)',
      [world.ids.member, world.mark, 'post /api/teams', world.mark],
    )
    await tx.query(
      `INSERT INTO impersonations (id, member_id, operator_user_id, operator_name, session_id, reason, expires_at, ended_at)
       VALUES ($1, $2, $3, 'Ops', $3, $4, now(), now())`,
      [newId(), world.ids.colleague, `none-${world.mark}`, world.mark],
    )
  })
  // The start of a chain is written by the owner alone, when old months are dropped.
  await at.owner.query(`INSERT INTO audit_starts (tenant_id, seq, hash, seal) VALUES ($1, 0, $2, $2)`, [
    world.tenantId,
    world.mark,
  ])
}

/** A person who sees their own account and nothing else. */
export async function addCustomerPerson(at: Installation, world: TenantWorld): Promise<Person> {
  const { tenantId, ids, mark } = world
  const person = await addPerson(at, { tenantId, name: `Customer ${mark}`, role: 'customer' })
  await at.app.db.withTenant(tenantId, tx =>
    tx.query('UPDATE members SET customer_id = $2 WHERE id = $1', [person.memberId, ids.customer]),
  )
  return person
}

/** Made by the product, since its secret is sealed; an event it wants makes its delivery. */
async function addWebhook(
  at: Installation,
  { tenantId, ids, mark, admin, url }: TenantWorld & { url?: string },
) {
  const answer = await fetch(`${at.url}/api/webhooks`, {
    method: 'POST',
    headers: { cookie: admin.cookie, 'content-type': 'application/json', origin: at.url },
    body: JSON.stringify({
      name: `${mark} hook`,
      url: url ?? 'http://127.0.0.1:9/hook',
      events: ['customer.created'],
    }),
  })
  if (!answer.ok) throw new Error(`filling: webhooks answers ${answer.status} ${await answer.text()}`)
  const made = ((await answer.json()) as { id: string }).id
  ids.webhook = made
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(
      `INSERT INTO events (id, customer_id, type, data) VALUES ($1, $2, 'customer.created', $3)`,
      [newId(), ids.customer, { mark }],
    )
    const { rows } = await tx.query<{ id: string }>(
      `UPDATE webhook_deliveries SET state = 'dead' RETURNING id`,
    )
    ids.webhookDelivery = rows[0]?.id ?? ''
    await tx.query(
      `INSERT INTO webhook_attempts (id, delivery_id, status, words, duration_ms) VALUES ($1, $2, 500, $3, 12)`,
      [newId(), ids.webhookDelivery, mark],
    )
  })
}

/** Puts back what a route may have taken away, under the same ids. */
export async function restoreAccess(at: Installation, world: TenantWorld): Promise<void> {
  const { tenantId, ids, mark } = world
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(
      `UPDATE members SET disabled_at = NULL, role = 'agent', custom_role_id = NULL, name = $2 WHERE id = $1`,
      [ids.colleague, `Pieter ${mark}`],
    )
    await tx.query(`UPDATE members SET disabled_at = now() WHERE id = $1`, [ids.former])
    await tx.query(
      `INSERT INTO custom_roles (id, name, permissions) VALUES ($1, $2, '{members.read}')
       ON CONFLICT (tenant_id, id) DO UPDATE SET name = EXCLUDED.name, permissions = EXCLUDED.permissions`,
      [ids.role, `${mark} role`],
    )
    await tx.query(
      `INSERT INTO teams (id, name) VALUES ($1, $2) ON CONFLICT (tenant_id, id) DO UPDATE SET name = EXCLUDED.name`,
      [ids.team, `${mark} team`],
    )
    await tx.query(`DELETE FROM team_members WHERE team_id = $1`, [ids.team])
    await tx.query(`INSERT INTO team_members (team_id, member_id) VALUES ($1, $2)`, [ids.team, ids.colleague])
    await tx.query(
      `INSERT INTO team_inboxes (team_id, inbox_id) SELECT $1, id FROM inboxes WHERE id = $2 ON CONFLICT DO NOTHING`,
      [ids.team, ids.inbox],
    )
    await tx.query('DELETE FROM members WHERE email = $1', [invitedEmail(world)])
    await tx.query(
      `INSERT INTO invitations (id, email, name, role, token_hash, invited_by_id, expires_at)
       VALUES ($1, $2, $3, 'agent', $4, $5, now() + interval '1 day')
       ON CONFLICT (tenant_id, id) DO UPDATE SET accepted_at = NULL, revoked_at = NULL, token_hash = EXCLUDED.token_hash`,
      [ids.invitation, invitedEmail(world), `New ${mark}`, hashToken(invitationSecret), ids.member],
    )
    await tx.query(
      `INSERT INTO api_keys (id, name, prefix, key_hash, permissions, member_id) VALUES ($1, $2, $3, $4, '{}', $5)
       ON CONFLICT (tenant_id, id) DO UPDATE SET revoked_at = NULL`,
      [ids.key, `${mark} key`, mark.slice(0, 8), hashToken(newId()), ids.member],
    )
    if (ids.webhookDelivery) {
      await tx.query(
        `UPDATE webhooks SET disabled_at = NULL, disabled_reason = NULL, name = $2 WHERE id = $1`,
        [ids.webhook, `${mark} hook`],
      )
      await tx.query(`UPDATE webhook_deliveries SET state = 'dead' WHERE id = $1`, [ids.webhookDelivery])
      await tx.query(`DELETE FROM webhooks WHERE id NOT IN ($1, $2)`, [ids.webhook, ids.spareWebhook])
      await tx.query(
        `INSERT INTO webhooks (id, name, url, secret, events) VALUES ($1, $2, 'http://127.0.0.1:9/spare', 'none', '{}')
         ON CONFLICT DO NOTHING`,
        [ids.spareWebhook, `${mark} spare`],
      )
    }
  })
  await at.owner.query(
    `INSERT INTO auth_sessions (id, user_id, token, expires_at, method)
     SELECT x.id, m.user_id, x.id, now() + interval '1 hour', 'password'
     FROM members m JOIN (VALUES ($1, $2::uuid), ($3, $4::uuid)) AS x(id, member_id) ON x.member_id = m.id
     ON CONFLICT DO NOTHING`,
    [ids.authSession, ids.member, ids.colleagueSession, ids.colleague],
  )
}
