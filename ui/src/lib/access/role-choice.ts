/** A role as it is chosen on a page: one id, be it built in or the provider's own. */
import type { Colleague, ColleagueChange, Role } from '../people/calls.ts'

type Choice = { role: NonNullable<ColleagueChange['role']>; customRoleId: string | null }

export const roleIdOf = ({ role, customRoleId }: Pick<Colleague, 'role' | 'customRoleId'>): string =>
  customRoleId ?? role

export const choiceOf = ({ id, builtIn }: Role): Choice =>
  builtIn ? { role: id as Choice['role'], customRoleId: null } : { role: 'custom', customRoleId: id }

/** Nobody gives more than they hold; the customer's own word is for every customer. */
export const mayGive = (role: Role, can: (word: string) => boolean): boolean =>
  role.permissions.every(word => word === 'self.read' || can(word))

export const readsConversations = (role: Role | undefined): boolean =>
  role?.permissions.includes('conversations.read') ?? false
