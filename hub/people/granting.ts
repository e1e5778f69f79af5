/** Who may give which role to whom: nobody gives more than they have, and only owners make or touch owners. */
import type { Tx } from '../../db/client.ts'
import { isPermission, type Permission } from '../../platform/identity/permissions.ts'
import { isRoleName, roles } from '../../platform/identity/roles.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'

export type RoleChoice = { role: string; customRoleId: string | null }

export type ChosenRole = RoleChoice & { title: string; permissions: readonly Permission[] }

/** The role behind a choice. A custom role must be named by its id, and only then. */
export async function readRole(tx: Tx, choice: RoleChoice): Promise<ChosenRole> {
  if (isRoleName(choice.role)) {
    if (choice.customRoleId) throw new Refusal('invalid', 'Only the role "custom" comes with a customRoleId.')
    const { title, permissions } = roles[choice.role]
    return { ...choice, title, permissions }
  }
  const { rows } = await tx.query<{ name: string; permissions: string[] }>(
    'SELECT name, permissions FROM custom_roles WHERE id = $1',
    [choice.customRoleId],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such role.')
  return { ...choice, title: rows[0].name, permissions: rows[0].permissions.filter(isPermission) }
}

/** The customer's own word is nobody's to give but fits only their role. */
const beyond = (who: Who, words: readonly Permission[]) =>
  words.filter(word => word !== 'self.read' && !who.permissions.includes(word))

/** Refuses to give words this person does not hold. */
export function refuseBeyondOwn(who: Who, words: readonly Permission[]): void {
  const missing = beyond(who, words)
  if (missing.length > 0) {
    throw new Refusal('forbidden', `You cannot give what you do not have: ${missing.join(', ')}.`)
  }
}

/** Refuses to change somebody who may do more than the person who asks. */
export function refuseAbove(who: Who, target: ChosenRole): void {
  if (target.role === 'owner' && !may(who, 'owners.manage')) {
    throw new Refusal('forbidden', 'Only an owner may change an owner.')
  }
  if (beyond(who, target.permissions).length > 0) {
    throw new Refusal('forbidden', 'This person may do more than you; ask an owner.')
  }
}

/** Refuses to give inboxes this person does not see, be it directly or by a team. */
export async function refuseBeyondReach(
  tx: Tx,
  who: Who,
  reach: {
    allInboxes?: boolean | undefined
    inboxIds?: readonly string[] | undefined
    teamIds?: readonly string[] | undefined
  },
): Promise<void> {
  if (who.allInboxes) return
  const { rows } = await tx.query<{ inbox_id: string }>(
    'SELECT inbox_id FROM team_inboxes WHERE team_id = ANY($1)',
    [reach.teamIds ?? []],
  )
  const given = [...(reach.inboxIds ?? []), ...rows.map(row => row.inbox_id)]
  if (reach.allInboxes || given.some(id => !who.inboxIds.includes(id))) {
    throw new Refusal('forbidden', 'You cannot give an inbox you do not see.')
  }
}
