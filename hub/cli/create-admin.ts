/** The first person of a tenant, or one who can open it again when nobody else can. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { authUsers } from '../../db/schema/index.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import { createUser, setPassword } from '../../platform/identity/create-user.ts'
import { refuseWeak } from '../../platform/identity/password-rules.ts'
import { newId } from '../../platform/ids.ts'
import { refuseBeyondLimit } from '../../platform/limits.ts'
import { randomPassword } from '../start/random-password.ts'
import { type At, type Command, optional, required } from './command.ts'
import { UsageError } from './errors.ts'
import { findTenant } from './find-tenant.ts'
import type { Installation } from './installation.ts'

type Person = { userId: string; email: string; name: string }

export const createAdminCommand: Command = {
  name: 'create-admin',
  summary: 'Add an admin or owner of a tenant, or an owner of the installation',
  help: [
    '--tenant NAME      of which tenant (may be left out with --platform)',
    '--email EMAIL      who',
    '--name NAME        what they are called',
    '--owner            as owner of the tenant instead of admin',
    '--platform         also as owner of the installation, who makes and suspends tenants',
    '--password-stdin   read the password from standard input; without it a new account gets one that is printed once',
  ],
  options: {
    tenant: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    owner: { type: 'boolean' },
    platform: { type: 'boolean' },
    'password-stdin': { type: 'boolean' },
  },
  async run(at) {
    const { values, open, tell } = at
    const email = z.email().safeParse(required(values, 'email').toLowerCase()).data
    if (!email) throw new UsageError('--email is no email address')
    const name = required(values, 'name')
    const platform = values.platform === true
    const typed = platform ? optional(values, 'tenant') : required(values, 'tenant')
    const installation = await open()
    const tenant = typed ? await findTenant(installation.db, typed) : null
    const { userId, password } = await account(at, installation, { email, name })
    const role = values.owner === true ? 'owner' : 'admin'
    const person = { userId, email, name }
    if (platform) await ownInstallation(installation, userId)
    if (tenant) {
      await installation.db.withTenant(tenant.id, async tx => {
        await addMember(tx, person, role)
        if (platform)
          audit(tx, { action: 'operators.create', subject: { kind: 'operator', id: userId, name } })
      })
    }
    const places = [
      ...(tenant ? [`${role} of ${tenant.name}`] : []),
      ...(platform ? ['owner of the installation'] : []),
    ]
    tell(`${name} <${email}> is ${places.join(' and ')}.`)
    tell(
      password
        ? `Password, shown this once: ${password}`
        : 'The password is the one they had, or the one you gave.',
    )
    return { ok: true, data: { userId, email, role: tenant ? role : null, platform, password } }
  },
}

/** A password that was piped in counts also for an account that exists; otherwise such an account keeps its own. */
async function account(at: At, { db }: Installation, person: { email: string; name: string }) {
  const given = at.values['password-stdin'] === true ? await at.input() : null
  if (given !== null) refuseWeak(given, person)
  const [known] = await db.identity.select().from(authUsers).where(eq(authUsers.email, person.email))
  const password = given ?? randomPassword()
  const { userId } = await createUser(db, { ...person, password })
  if (known && given !== null) await setPassword(db, userId, given)
  return { userId, password: known || given !== null ? null : password }
}

const ownInstallation = ({ db }: Installation, userId: string) =>
  db.identity.update(authUsers).set({ platformOwner: true }).where(eq(authUsers.id, userId))

/** Somebody who works there already gets the role, and is switched on again. */
async function addMember(tx: Tx, { userId, email, name }: Person, role: string): Promise<void> {
  const { rows } = await tx.query<{
    id: string
    name: string
    role: string
    disabled: boolean
    all_inboxes: boolean
  }>(
    'SELECT id, name, role, disabled_at IS NOT NULL AS disabled, all_inboxes FROM members WHERE user_id = $1 FOR UPDATE',
    [userId],
  )
  const known = rows[0]
  if (!known) {
    await refuseBeyondLimit(tx, 'members')
    const id = newId()
    await tx.query(
      'INSERT INTO members (id, user_id, name, email, role, all_inboxes) VALUES ($1, $2, $3, $4, $5, true)',
      [id, userId, name, email, role],
    )
    audit(tx, {
      action: 'members.create',
      subject: { kind: 'member', id, name },
      after: { email, role, allInboxes: true },
    })
    return
  }
  await tx.query(
    'UPDATE members SET role = $2, custom_role_id = NULL, all_inboxes = true, disabled_at = NULL WHERE id = $1',
    [known.id, role],
  )
  const before = { role: known.role, disabled: known.disabled, allInboxes: known.all_inboxes }
  const difference = changed(before, { role, disabled: false, allInboxes: true })
  if (difference)
    audit(tx, {
      action: 'members.change',
      subject: { kind: 'member', id: known.id, name: known.name },
      ...difference,
    })
}
