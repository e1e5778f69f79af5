/** An API key without a screen. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { readStandings } from '../../platform/identity/standing.ts'
import type { Who } from '../../platform/identity/who.ts'
import { makeKey as keySchema } from '../keys/keys.api.ts'
import { makeKey } from '../keys/make-key.ts'
import { type Command, optional, required } from './command.ts'
import { CommandFailure, UsageError } from './errors.ts'
import { findTenant } from './find-tenant.ts'

export const tokenCommand: Command = {
  name: 'token',
  summary: 'Make an API key that acts as a member',
  help: [
    '--tenant NAME      of which tenant',
    '--member WHO       email or id of the member it acts as',
    '--name NAME        what it is for',
    '--permissions LIST words with commas between them: conversations.read,tickets.create',
    '--addresses LIST   addresses and CIDR ranges it works from (anywhere)',
    '--expires TIME     e.g. 2027-01-01T00:00:00Z (never)',
  ],
  options: Object.fromEntries(
    ['tenant', 'member', 'name', 'permissions', 'addresses', 'expires'].map(name => [
      name,
      { type: 'string' as const },
    ]),
  ),
  async run({ values, open, tell }) {
    const [typed, member] = [required(values, 'tenant'), required(values, 'member')]
    const wanted = keySchema.safeParse({
      name: required(values, 'name'),
      permissions: listOf(required(values, 'permissions')),
      addresses: listOf(optional(values, 'addresses') ?? ''),
      expiresAt: optional(values, 'expires') ?? null,
    })
    if (!wanted.success) throw new UsageError(z.prettifyError(wanted.error))
    const { db } = await open()
    const tenant = await findTenant(db, typed)
    const made = await db.withTenant(tenant.id, async tx =>
      makeKey(tx, await memberCalled(tx, member), wanted.data, new Date()),
    )
    tell(`Key "${made.name}" of ${tenant.name}, acting as ${made.createdBy.name}. Shown this once:`)
    tell(made.key)
    return { ok: true, data: made }
  },
}

const listOf = (text: string) =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)

/** A key can do no more than the member it acts as. */
async function memberCalled(tx: Tx, typed: string): Promise<Who> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM members WHERE (lower(email) = lower($1) OR id::text = lower($1)) AND disabled_at IS NULL',
    [typed],
  )
  const id = rows[0]?.id ?? ''
  const standing = id ? (await readStandings(tx, [id])).get(id) : undefined
  if (!standing) throw new CommandFailure(`Nobody called ${typed} works there.`)
  const { policy: _, ...rights } = standing
  return {
    ...rights,
    tenantId: tx.tenantId,
    sessionId: 'command line',
    key: null,
    impersonation: null,
    needs: null,
  }
}
