/** Which words a key may hold: a program that leaks its key must not be able to let more people or keys in. */
import type { Permission } from './permissions.ts'

const forPeopleOnly: ReadonlySet<Permission> = new Set<Permission>([
  'keys.manage',
  'members.manage',
  'roles.manage',
  'sign-in.manage',
  'owners.manage',
  'self.read',
])

export const isForKeys = (word: Permission): boolean => !forPeopleOnly.has(word)
