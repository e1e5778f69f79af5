/** What the Security page shows of one's own account. */
import type { z } from 'zod'
import { securityOf } from '../../platform/identity/security.ts'
import { sessionsOf } from '../../platform/identity/sessions.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import type { Security } from './sign-in.api.ts'

export async function ownSecurity(app: App, who: Who): Promise<z.infer<typeof Security>> {
  const { twoFactor, hasPassword, passkeys, providers } = await securityOf(app.db, who.userId)
  const current = (await sessionsOf(app.db, who.userId)).find(session => session.id === who.sessionId)
  return {
    twoFactor,
    recoveryCodesLeft: twoFactor ? await recoveryCodesLeft(app, who.userId) : null,
    passkeys: passkeys.map(key => ({ ...key, createdAt: key.createdAt?.toISOString() ?? null })),
    hasPassword,
    method: current?.method ?? null,
    accounts: providers.map(provider => ({ provider })),
    needs: who.needs,
  }
}

async function recoveryCodesLeft(app: App, userId: string): Promise<number> {
  const { backupCodes } = await app.auth.api.viewBackupCodes({ body: { userId } })
  return backupCodes.length
}
