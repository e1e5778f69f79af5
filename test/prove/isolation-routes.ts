/** Every route x every id it takes x an id of the other tenant: the answer is that of an id that never was. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/ids.ts'
import { callRoute, comparable } from './call-route.ts'
import { idsIn, withAt } from './ids-in.ts'
import { forgetMade, type Scene } from './rows-of.ts'
import type { RouteInput } from './sample.ts'
import { nameOf, notIds, ownInput } from './samples.ts'
import { kinds } from './tenant-world.ts'

/** `made`: the client makes this id for something new; all others name something that must be there. */
type Place = { made: boolean; name: string; put(input: RouteInput, id: string): RouteInput }

/** One's own valid ids stand in every other place, so that the foreign one is what is tested. */
export async function proveRoutes(scene: Scene, which: 'given' | 'made'): Promise<void> {
  const { at, checks } = scene
  checks.step(`${at.routes.length} routes, every id ${which} to them, ${kinds.length} kinds of foreign ids`)
  for (const route of at.routes) {
    for (const param of route.path.matchAll(/\{(\w+)\}/g)) {
      if (notIds.has(param[1] ?? '')) continue
      const known = idsIn(route.schemas.params).some(path => path[0] === param[1])
      checks.holds(`${nameOf(route)} {${param[1]}}`, known, 'a uuid in the params schema', 'another shape')
    }
    for (const place of placesOf(route)) {
      if (place.made === (which === 'made')) await provePlace(scene, route, place)
    }
  }
}

function placesOf(route: Endpoint): Place[] {
  const { params, query, body, takesBytes } = route.schemas
  // Where the body is a file, the client's id for it stands in the query.
  const madeIn = takesBytes ? 'query' : 'body'
  const part = (part: 'params' | 'query' | 'body', path: string[]): Place => ({
    made: part === madeIn && path.join('/') === 'id',
    name: `${part}/${path.join('/')}`,
    put: (input, id) => ({ ...input, [part]: withAt(input[part], path, id) }),
  })
  return [
    ...idsIn(params).map(path => part('params', path)),
    ...idsIn(query).map(path => part('query', path)),
    ...idsIn(body).map(path => part('body', path)),
  ]
}

async function provePlace({ at, mine, theirs, checks }: Scene, route: Endpoint, place: Place): Promise<void> {
  const ask = async (id: string): Promise<string> => {
    const input = ownInput(route, mine)
    if (typeof input === 'string') return input
    const answer = await callRoute(at.url, mine.admin.cookie, route, place.put(input, id))
    if (place.made) await forgetMade(at.owner, mine.tenantId, id)
    return comparable(answer, id)
  }
  const what = `${nameOf(route)} ${place.name}`
  const never = await ask(newId())
  checks.holds(`${what} = an id that never was`, /^[234]/.test(never), 'an answer', never)
  for (const kind of kinds) {
    checks.same(`${what} = a foreign ${kind}`, never, await ask(theirs.ids[kind]))
  }
}
