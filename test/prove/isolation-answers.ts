/** Every route with one's own ids works, and nothing of the other tenant is anywhere in the answer. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { callRoute } from './call-route.ts'
import { mayRefuse } from './role-table.ts'
import { idsInText, type Scene } from './rows-of.ts'
import type { RouteInput } from './sample.ts'
import { nameOf, ownInput } from './samples.ts'
import type { TenantWorld } from './tenant-world.ts'
import { restore } from './world.ts'

export async function proveAnswers(scene: Scene): Promise<void> {
  const { at, mine, checks } = scene
  checks.step(`answers to ${mine.mark} on ${at.routes.length} routes`)
  for (const route of at.routes) {
    // Owners of the installation see every tenant; that nobody else comes in there is proven in `roles`.
    if (route.permission === 'platform') continue
    const input = ownInput(route, mine)
    if (typeof input === 'string') {
      checks.same(nameOf(route), 'a call', input)
      continue
    }
    await restore(at, mine)
    await proveAnswer(scene, nameOf(route), input)
  }
  await proveSearches(scene)
  await proveCounts(scene)
}

async function proveAnswer(scene: Scene, name: string, input: RouteInput, inQuery = false): Promise<void> {
  const { at, mine, theirs, theirIds, checks } = scene
  const route = at.routes.find(each => nameOf(each) === name)
  if (!route) throw new Error(`no route ${name}`)
  const what = `${name} as ${mine.mark} ${inQuery ? JSON.stringify(input.query) : ''}`
  const { status, text } = await callRoute(at.url, askerOf(route, mine).cookie, route, input)
  checks.holds(
    what,
    (status >= 200 && status < 300) ||
      status === 302 ||
      (mayRefuse.has(name) && [404, 409, 422, 429, 502].includes(status)),
    'a success with own ids',
    `${status} ${text}`,
  )
  const ids = idsInText(text).filter(id => theirIds.has(id))
  checks.holds(`${what} ids of ${theirs.mark}`, ids.length === 0, 'none', ids.join(' '))
  const at0 = text.toLowerCase().indexOf(theirs.mark.toLowerCase())
  checks.holds(
    `${what} texts of ${theirs.mark}`,
    at0 < 0,
    'none',
    text.slice(Math.max(0, at0 - 40), at0 + 40),
  )
}

/** Staff sees all there is, but for what only a customer does. */
const askerOf = (route: Endpoint, mine: TenantWorld) =>
  route.permission === 'self.read' ? mine.customer : mine.admin

/** Looked for by everything that is known of the other tenant, and paged from one of its rows. */
async function proveSearches(scene: Scene): Promise<void> {
  const { theirs } = scene
  const cursor = Buffer.from(
    JSON.stringify(['conversations', [new Date().toISOString(), theirs.ids.conversation]]),
  ).toString('base64url')
  for (const view of ['mine', 'unassigned', 'open', 'resolved']) {
    await proveAnswer(scene, 'get /api/conversations', { params: {}, query: { view, cursor } }, true)
  }
  for (const q of [theirs.mark, theirs.ownLogin, theirs.ids.customer, 'C-1001', 'thandi', '%', '_']) {
    await proveAnswer(scene, 'get /api/customers', { params: {}, query: { q } }, true)
  }
}

/** The numbers beside the views are those of one's own rows alone. */
async function proveCounts({ at, mine, checks }: Scene): Promise<void> {
  const { rows } = await at.owner.query<{ open: number; mine: number; unassigned: number }>(
    `SELECT count(*)::int AS open, count(*) FILTER (WHERE assignee_id = $2)::int AS mine,
       count(*) FILTER (WHERE assignee_id IS NULL)::int AS unassigned
     FROM conversations WHERE tenant_id = $1 AND status = 'open'`,
    [mine.tenantId, mine.ids.member],
  )
  const answer = await fetch(`${at.url}/api/conversations/counts`, { headers: { cookie: mine.admin.cookie } })
  const got = (await answer.json()) as Record<string, number>
  for (const [name, count] of Object.entries(rows[0] ?? {})) {
    checks.same(`counts as ${mine.mark}: ${name}`, count, got[name] ?? 'nothing')
  }
}
