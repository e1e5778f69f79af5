/** Private addresses: whatever names them, by any spelling, redirect or name server, the canary hears nothing. */
import { createEgress } from '../../platform/egress/index.ts'
import { startCanary, startRedirector } from './doors-canary.ts'
import { proveEgress } from './doors-egress.ts'
import { proveNamedHosts } from './doors-named-hosts.ts'
import { proveNamedPush } from './doors-named-push.ts'
import { proveNamedWebhooks } from './doors-named-webhooks.ts'
import { type Doors, startBeside } from './doors-scene.ts'

export async function provePrivate(doors: Doors): Promise<void> {
  const { checks } = doors
  const canary = await startCanary()
  const redirector = await startRedirector(canary)
  const walled = await startBeside(doors.at, { EGRESS_ALLOW: new URL(redirector.url).host })
  try {
    await proveEgress({ checks, canary, redirector })
    await proveNamedHosts({ doors, walled, canary, redirector })
    await proveNamedWebhooks({ doors, walled, canary, redirector })
    await proveNamedPush({ doors, walled, canary, redirector })
    checks.same('connections to the canary', 0, canary.connections())
    // It was there to be reached all the time.
    const open = createEgress({ allow: [`127.0.0.1:${canary.port}`] })
    const answer = await open.http(`http://127.0.0.1:${canary.port}/`)
    await open.close()
    checks.same('the canary, once it is allowed', 'the secret\n', answer.body.toString('utf8'))
    checks.same('connections to the canary, once it is allowed', 1, canary.connections())
  } finally {
    await walled.stop()
    await redirector.stop()
    await canary.stop()
  }
}
