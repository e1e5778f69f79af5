/** Browsers' push services at private addresses: refused when named, and not sent to when one got into the row all the same. */
import { call, type NamedScene } from './doors-named-hosts.ts'
import { privateHosts, privateUrls } from './doors-spellings.ts'
import { pushKeys } from './samples-push.ts'

export async function proveNamedPush(scene: NamedScene): Promise<void> {
  const { doors, canary } = scene
  const urls = [
    ...privateHosts.flatMap(host =>
      ['http', 'https'].map(scheme => `${scheme}://${host}:${canary.port}/send`),
    ),
    ...privateUrls(canary.port),
  ]
  doors.checks.step(`web push: ${urls.length} private addresses, subscribed and told`)
  for (const endpoint of urls) {
    const answer = await call(scene, 'POST', '/api/me/push', { endpoint, keys: pushKeys() })
    doors.checks.same(`a browser at ${JSON.stringify(endpoint)}`, 422, answer.status)
  }
  const id = await reachableBrowser(scene)
  for (const endpoint of urls) {
    // As if the name had led elsewhere when it was subscribed.
    await doors.at.owner.query('UPDATE push_subscriptions SET endpoint = $2 WHERE id = $1', [id, endpoint])
    await proveNotTold(scene, id, JSON.stringify(endpoint))
  }
  for (const status of [301, 302, 303, 307, 308]) {
    const endpoint = `${scene.redirector.url}/${status}/send`
    await doors.at.owner.query('UPDATE push_subscriptions SET endpoint = $2 WHERE id = $1', [id, endpoint])
    await proveNotTold(scene, id, `a redirect by ${status}`)
  }
}

/** The one private place that this process may reach. */
async function reachableBrowser(scene: NamedScene): Promise<string> {
  const body = { endpoint: `${scene.redirector.url}/302/send`, keys: pushKeys() }
  const made = await call(scene, 'POST', '/api/me/push', body)
  if (made.status !== 201) throw new Error(`no browser at an allowed host: ${made.status} ${made.text}`)
  return (JSON.parse(made.text) as { id: string }).id
}

async function proveNotTold(scene: NamedScene, id: string, what: string): Promise<void> {
  const { status, text } = await call(scene, 'POST', `/api/me/push/${id}/test`)
  const refused = status === 200 && text.includes('"ok":false')
  scene.doors.checks.holds(`telling a browser at ${what}`, refused, 'not told', `${status} ${text}`)
}
