/** One route as one asker, with ids that are there: the status tells whether the right holds. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { type Answer, callRoute } from './call-route.ts'
import { routeTable, type WithoutInbox } from './role-table.ts'
import { type Asker, holds, type RoleScene } from './roles-events.ts'
import { idsInText } from './rows-of.ts'
import { nameOf, ownInput } from './samples.ts'
import { restore } from './world.ts'

type Expected = 'allowed' | 'nothing' | '401' | '403' | '404'

export async function proveRoute(
  { at, mine, checks }: RoleScene,
  route: Endpoint,
  asker: Asker,
): Promise<void> {
  const what = `${nameOf(route)} as ${asker.name}`
  const input = ownInput(route, mine)
  if (typeof input === 'string') return checks.same(what, 'a call', input)
  const [word, withoutInbox] = routeTable[nameOf(route)] ?? ['undeclared', 'missing']
  await restore(at, mine)
  const answer = await callRoute(at.url, asker.cookie, route, input)
  const expected = expectedOf(word, withoutInbox, asker)
  checks.holds(what, matches(expected, answer), expected, `${answer.status} ${answer.text}`)
}

function expectedOf(word: string, withoutInbox: WithoutInbox, asker: Asker): Expected {
  if (word === 'public') return 'allowed'
  if (asker.role === null) return '401'
  if (!holds(word, asker)) return '403'
  if (asker.kind !== 'limited' || withoutInbox === 'same') return 'allowed'
  const left = { missing: '404', nothing: 'nothing', forbidden: '403' } as const
  return left[withoutInbox]
}

function matches(expected: Expected, { status, text }: Answer): boolean {
  const success = status >= 200 && status < 300
  if (expected === 'allowed') return success
  // Neither an id nor a number other than zero.
  if (expected === 'nothing') return success && idsInText(text).length === 0 && !/[1-9]/.test(text)
  return String(status) === expected
}
