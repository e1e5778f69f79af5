/** Webhooks to private addresses: refused when saved, and not sent to when one got into the row all the same. */
import { call, type NamedScene } from './doors-named-hosts.ts'
import { privateHosts, privateUrls } from './doors-spellings.ts'

export async function proveNamedWebhooks(scene: NamedScene): Promise<void> {
  const { doors, canary } = scene
  const urls = [
    ...privateHosts.flatMap(host =>
      ['http', 'https'].map(scheme => `${scheme}://${host}:${canary.port}/hook`),
    ),
    ...privateUrls(canary.port),
  ]
  doors.checks.step(`webhooks: ${urls.length} private addresses, saved, changed and told`)
  for (const url of urls) {
    const answer = await call(scene, 'POST', '/api/webhooks', { name: 'Led inside', url, events: ['*'] })
    doors.checks.same(`a webhook to ${JSON.stringify(url)}`, 422, answer.status)
  }
  const id = await reachableWebhook(scene)
  for (const url of urls) {
    const changed = await call(scene, 'PATCH', `/api/webhooks/${id}`, { url })
    doors.checks.same(`a webhook moved to ${JSON.stringify(url)}`, 422, changed.status)
    // As if the name had led elsewhere when it was saved.
    await doors.at.owner.query('UPDATE webhooks SET url = $2 WHERE id = $1', [id, url])
    await proveNotTold(scene, id, JSON.stringify(url))
  }
  for (const status of [301, 302, 303, 307, 308]) {
    const url = `${scene.redirector.url}/${status}/hook`
    await doors.at.owner.query('UPDATE webhooks SET url = $2 WHERE id = $1', [id, url])
    await proveNotTold(scene, id, `a redirect by ${status}`)
  }
}

/** The one private place that this process may reach. */
async function reachableWebhook(scene: NamedScene): Promise<string> {
  const body = { name: 'Redirector', url: `${scene.redirector.url}/302/hook`, events: ['*'] }
  const made = await call(scene, 'POST', '/api/webhooks', body)
  if (made.status !== 201) throw new Error(`no webhook to an allowed host: ${made.status} ${made.text}`)
  return (JSON.parse(made.text) as { id: string }).id
}

async function proveNotTold(scene: NamedScene, id: string, what: string): Promise<void> {
  const { status, text } = await call(scene, 'POST', `/api/webhooks/${id}/test`)
  const refused = status === 422 || (status === 200 && text.includes('"ok":false'))
  scene.doors.checks.holds(`telling ${what}`, refused, 'not told', `${status} ${text}`)
}
