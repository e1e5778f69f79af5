/** From the demo to one's own provider: it is made, with its owner, and everything of the demo goes. */
import { z } from 'zod'
import { demoSlug, seedEmpty } from '../../db/seed/index.ts'
import { createUser } from '../../platform/identity/create-user.ts'
import { refuseWeak } from '../../platform/identity/password-rules.ts'
import { Refusal } from '../../platform/refusal.ts'
import { slugOf } from '../../platform/slug.ts'
import type { App } from '../app.ts'
import { canRemoveProvider, removeProvider } from './remove-provider.ts'

const isZone = (zone: string) => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const ownProvider = z.strictObject({
  providerName: z.string().trim().min(1).max(80),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200),
  password: z.string().min(1).max(200),
  timeZone: z.string().max(60).refine(isZone, 'This is no time zone we know.'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Three letters, such as EUR'),
  locale: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Such as en-ZA'),
})

type Ground = { app: App; ownerUrl: string; tenantId: string; stop(): Promise<void> }

/** Refuses what would leave the demo half gone. The new owner signs in afterwards, as everybody does. */
export async function startForReal(ground: Ground, input: z.infer<typeof ownProvider>): Promise<void> {
  const { app, ownerUrl, tenantId } = ground
  const { providerName, name, email, password } = input
  const slug = slugOf(providerName)
  if (slug === '' || slug === demoSlug)
    throw new Refusal('invalid', '/body/providerName: choose another name.')
  refuseWeak(password, { email, name })
  if (await app.accounts.byEmail(email))
    throw new Refusal('conflict', `${email} belongs to the demo: use your own address.`)
  if (!(await canRemoveProvider(ownerUrl)))
    throw new Refusal(
      'conflict',
      'This database does not let us remove the demo. Start in a new place: DATA_DIR=./data-mine npm start -- --empty',
    )
  const people = await demoPeople(app, tenantId)
  const { userId } = await seedEmpty({
    db: app.db,
    ownerUrl,
    createUser: user => createUser(app.db, user),
    log: line => app.log.info(line),
    tenantName: providerName,
    adminEmail: email,
    adminName: name,
    adminPassword: password,
    timeZone: input.timeZone,
    currency: input.currency,
    locale: input.locale,
  })
  await app.accounts.makeOperator(userId)
  await ground.stop()
  await removeProvider(ownerUrl, tenantId, people.userIds)
  await app.files.drop(tenantId)
  app.inboxes.forget()
  for (const sessionId of people.sessionIds) {
    app.whoIs.forgetSession(sessionId)
    app.live.endSession(sessionId)
  }
}

async function demoPeople(app: App, tenantId: string): Promise<{ userIds: string[]; sessionIds: string[] }> {
  const members = await app.db.platform<{ user_id: string }>(
    'SELECT user_id FROM members WHERE tenant_id = $1',
    [tenantId],
  )
  const userIds = members.map(member => member.user_id)
  return { userIds, sessionIds: await app.accounts.sessionsOf(userIds) }
}
