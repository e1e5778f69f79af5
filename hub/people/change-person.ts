/** Changing what a colleague may do, and letting them go. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { refuseBeyondLimit } from '../../platform/limits.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { findPerson } from './find-people.ts'
import { readRole, refuseAbove, refuseBeyondOwn, refuseBeyondReach } from './granting.ts'
import type { changePerson as changeSchema, Person } from './people.api.ts'
import { setInboxes, setTeams } from './reach.ts'

type PersonShape = z.infer<typeof Person>

/** Applies what is given and leaves the rest. Refuses to change one's own role, and to give more than one has. */
export async function changePerson(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  change: z.infer<typeof changeSchema>,
): Promise<PersonShape> {
  const before = await lockPerson(app, tx, who, id)
  await refuseBeyondReach(tx, who, change)
  if (change.role !== undefined || change.customRoleId !== undefined) {
    await changeRole(tx, who, before, {
      role: change.role ?? before.role,
      customRoleId: change.customRoleId ?? (change.role === undefined ? before.customRoleId : null),
    })
  }
  await tx.query(
    `UPDATE members SET name = COALESCE($2, name), all_inboxes = COALESCE($3, all_inboxes),
       customer_id = CASE WHEN $4 THEN $5::uuid ELSE customer_id END WHERE id = $1`,
    [
      id,
      change.name ?? null,
      change.allInboxes ?? null,
      change.customerId !== undefined,
      await existingCustomer(tx, change.customerId),
    ],
  )
  if (change.inboxIds) await setInboxes(tx, id, change.inboxIds)
  if (change.teamIds) await setTeams(tx, id, change.teamIds)
  const after = await findPerson(app, tx, id)
  const difference = changed(shown(before), shown(after))
  if (difference) audit(tx, { action: 'members.change', subject: subjectOf(after), ...difference })
  return after
}

const subjectOf = (person: PersonShape) => ({ kind: 'member', id: person.id, name: person.name })

/** What the trail keeps of a person: not when they were last seen. */
const shown = ({ lastSeenAt: _seen, twoFactor: _factor, createdAt: _created, ...rest }: PersonShape) => rest

async function existingCustomer(tx: Tx, id: string | null | undefined): Promise<string | null> {
  if (!id) return null
  const { rowCount } = await tx.query('SELECT 1 FROM customers WHERE id = $1', [id])
  if (rowCount === 0) throw new Refusal('missing', 'There is no such customer.')
  return id
}

/** The person as they are, locked, if the one who asks stands high enough to change them. */
async function lockPerson(app: App, tx: Tx, who: Who, id: string): Promise<PersonShape> {
  await tx.query('SELECT 1 FROM members WHERE id = $1 FOR UPDATE', [id])
  const person = await findPerson(app, tx, id)
  if (id !== who.memberId) refuseAbove(who, await readRole(tx, person))
  return person
}

async function changeRole(
  tx: Tx,
  who: Who,
  person: PersonShape,
  choice: { role: string; customRoleId: string | null },
): Promise<void> {
  if (person.id === who.memberId)
    throw new Refusal('forbidden', 'Nobody changes their own role; ask a colleague.')
  const role = await readRole(tx, choice)
  refuseBeyondOwn(who, role.permissions)
  if (person.role === 'owner' && role.role !== 'owner') await refuseLastOwner(tx, person.id)
  await tx.query('UPDATE members SET role = $2, custom_role_id = $3 WHERE id = $1', [
    person.id,
    role.role,
    role.customRoleId,
  ])
}

/** A tenant that has an owner keeps one. */
async function refuseLastOwner(tx: Tx, id: string): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM members WHERE role = 'owner' AND disabled_at IS NULL AND id <> $1 LIMIT 1 FOR UPDATE`,
    [id],
  )
  if (rowCount === 0) throw new Refusal('conflict', 'This is the last owner; make somebody else one first.')
}

/** Their sessions end, their sockets close, their keys stop; what they wrote stays. */
export async function disablePerson(app: App, tx: Tx, who: Who, id: string): Promise<void> {
  const person = await lockPerson(app, tx, who, id)
  if (id === who.memberId) throw new Refusal('forbidden', 'Nobody switches themselves off; ask a colleague.')
  if (person.disabledAt) return
  if (person.role === 'owner') await refuseLastOwner(tx, id)
  await tx.query('UPDATE members SET disabled_at = now() WHERE id = $1', [id])
  audit(tx, { action: 'members.disable', subject: subjectOf(person) })
}

export async function enablePerson(app: App, tx: Tx, who: Who, id: string): Promise<void> {
  const person = await lockPerson(app, tx, who, id)
  if (!person.disabledAt) return
  await refuseBeyondLimit(tx, 'members')
  await tx.query('UPDATE members SET disabled_at = NULL WHERE id = $1', [id])
  audit(tx, { action: 'members.enable', subject: subjectOf(person) })
}
