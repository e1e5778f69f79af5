/** What there is to give: every word with its meaning, and the roles every tenant has. */
import type { z } from 'zod'
import { isForKeys } from '../../platform/identity/api-key-words.ts'
import { permissions, permissionWords } from '../../platform/identity/permissions.ts'
import { roleNames, roles } from '../../platform/identity/roles.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import type { Permissions } from './keys.api.ts'

export const permissionList = (who: Who): z.infer<typeof Permissions> => ({
  permissions: permissions.map(word => ({
    word,
    meaning: permissionWords[word],
    forKeys: isForKeys(word),
    mine: may(who, word),
  })),
  roles: roleNames.map(name => ({ name, ...roles[name], permissions: [...roles[name].permissions] })),
})
