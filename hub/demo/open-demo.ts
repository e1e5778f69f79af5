/** The demo as one thing: fakes, routes, a provider full of people, and the conversations they have. */
import { seedDemo } from '../../db/seed/index.ts'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { createUser } from '../../platform/identity/create-user.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { Running } from '../main.ts'
import { type DemoSides, demoRoutes } from './demo.routes.ts'
import { startFakes } from './fakes.ts'
import { connectInboxes, limitAgent } from './inboxes.ts'
import { createRouterSide } from './play-router.ts'
import { startForReal } from './start-for-real.ts'
import { tellStories } from './tell-stories.ts'

export type DemoRun = {
  routes(app: App): Endpoint[]
  /** Fills an empty database, connects the inboxes; answers whom one can sign in as. */
  fill(
    running: Running,
    ownerUrl: string,
  ): Promise<{ name: string; email: string; password: string; role: string }[]>
  stop(): Promise<void>
}

export async function openDemo(): Promise<DemoRun> {
  const fakes = await startFakes()
  let sides: DemoSides | undefined
  let isGone = false
  const stop = async () => {
    isGone = true
    await Promise.allSettled([
      fakes.mail.stop(),
      fakes.telegram.stop(),
      fakes.twilio.stop(),
      fakes.whatsapp.stop(),
    ])
  }
  return {
    routes: app =>
      demoRoutes(app, () => {
        if (isGone) throw new Refusal('missing', 'The demo is over.')
        if (!sides) throw new Error('the demo is still being filled')
        return sides
      }),
    async fill(running, ownerUrl) {
      const { app } = running
      const demo = await seedDemo({
        db: app.db,
        ownerUrl,
        secrets: app.secrets,
        createUser: input => createUser(app.db, input),
        today: app.clock.now(),
        log: line => app.log.info(line),
      })
      const { tenantId, people } = demo
      const inboxes = await connectInboxes(app, tenantId, fakes, app.config.publicUrl)
      if (demo.created) {
        const owner = demo.people[0] ? await app.accounts.byEmail(demo.people[0].email) : null
        if (owner) await app.accounts.makeOperator(owner.userId)
        await app.db.withTenant(tenantId, tx => limitAgent(tx, inboxes))
        await tellStories(app, demo, inboxes)
      }
      const routers = running.radius ? createRouterSide(app, tenantId, running.radius) : null
      const leave: DemoSides['leave'] = async input => {
        await startForReal({ app, ownerUrl, tenantId, stop }, input)
        running.setDemo(null)
      }
      sides = { tenantId, fakes, routers, leave }
      running.setDemo({ people })
      return people
    },
    stop,
  }
}
