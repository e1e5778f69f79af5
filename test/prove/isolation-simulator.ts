/**
 * The simulator plays the customers of one tenant. A member of another tenant on the same installation must not see
 * them, write as them, or tell their logins from ones that never were.
 */
import { callRoute, comparable } from './call-route.ts'
import { idsInText, type Scene } from './rows-of.ts'
import { nameOf, ownInput } from './samples.ts'
import { shared } from './tenant-world.ts'

export async function proveSimulator(scene: Scene): Promise<void> {
  const { at, mine, theirs, theirIds, checks } = scene
  const routes = at.routes.filter(route => route.path.startsWith('/api/demo/'))
  checks.step(`${routes.length} routes of a simulator that is another tenant's`)
  at.setDemoTenant(theirs.tenantId)
  for (const route of routes) {
    const what = `${nameOf(route)} as ${mine.mark}, the simulator is ${theirs.mark}'s`
    const input = ownInput(route, mine)
    if (typeof input === 'string') continue
    const { status, text } = await callRoute(at.url, mine.admin.cookie, route, input)
    const ids = idsInText(text).filter(id => theirIds.has(id))
    checks.holds(`${what}: ids`, ids.length === 0, 'none', ids.join(' '))
    checks.holds(`${what}: texts`, !text.includes(theirs.mark), 'none', text)
    const acts = route.method !== 'get'
    if (acts) checks.holds(what, status >= 400 && status < 500, 'a refusal', status)
    if (acts && 'login' in (input.body ?? {})) {
      const ask = async (login: string) => {
        const body = { ...input.body, login, up: true }
        return comparable(await callRoute(at.url, mine.admin.cookie, route, { params: {}, body }), login)
      }
      checks.same(`${what}: body/login = theirs`, await ask('nobody-1'), await ask(shared.login))
    }
  }
  at.setDemoTenant(mine.tenantId)
}
