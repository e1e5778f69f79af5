/** One route as one asker, with ids that are there: the status tells whether the right holds. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { type Answer, callRoute } from './call-route.ts'
import type { Installation } from './installation.ts'
import { publicAnswers } from './public-answers.ts'
import { type Expected, mayBeSo, mayRefuse, routeTable, throughTheirEyes } from './role-table.ts'
import { type Asker, holds, type RoleScene } from './roles-events.ts'
import { idsInText } from './rows-of.ts'
import { nameOf, ownInput } from './samples.ts'
import { restore } from './world.ts'

export async function proveRoute(scene: RoleScene, route: Endpoint, asker: Asker): Promise<void> {
  const { at, mine, checks } = scene
  const name = nameOf(route)
  const what = `${name} as ${asker.name}`
  const input = ownInput(route, mine)
  if (typeof input === 'string') return checks.same(what, 'a call', input)
  await restore(at, mine)
  await ownPlace(scene, asker, name)
  const rows = () => trailLength(scene)
  const before = await rows()
  const answer = await callRoute(at.url, asker, route, input)
  const expected = expectedOf(route, asker)
  const late = mayRefuse.has(name) && expected === 'allowed' && refusesLate(answer)
  checks.holds(
    what,
    late || matches(expected, answer),
    expected,
    `${answer.status} ${answer.text.slice(0, 300)}`,
  )
  // Who looks through nobody's eyes ends nothing.
  const idle = route.path.endsWith('/impersonation/end') && !asker.impersonates
  const changes = !idle && route.method !== 'get' && route.permission !== 'public' && !route.schemas.unaudited
  if (mayRefuse.has(name) || mayBeSo.has(name)) return
  if (changes && expected === 'allowed') {
    checks.holds(`${what}: in the trail`, (await rows()) > before, 'a new row', 'none')
  } else if (expected !== 'allowed' && route.permission !== 'public') {
    checks.same(`${what}: in the trail`, before, await rows())
  }
}

/** Let in, and then refused for what is not there, not theirs to touch, or too often. */
const refusesLate = ({ status, text }: Answer) =>
  [404, 409, 422, 429, 502].includes(status) || (status === 403 && !text.includes('This needs the right'))

/** The session that is ended by its id is the asker's own; nobody looks through anybody's eyes unless said so. */
async function ownPlace({ at, mine }: RoleScene, asker: Asker, name: string): Promise<void> {
  await at.owner.query(
    'UPDATE impersonations SET ended_at = now() WHERE ended_at IS NULL AND tenant_id = $1',
    [mine.tenantId],
  )
  // What is to be resumed must be suspended.
  const suspended = name.endsWith('/resume') && asker.operator ? 'now()' : 'NULL'
  await at.owner.query(`UPDATE tenants SET suspended_at = ${suspended} WHERE tenant_id = $1`, [mine.tenantId])
  if (name.endsWith('/reopen')) {
    await at.owner.query(`UPDATE conversations SET status = 'resolved' WHERE id = $1`, [
      mine.ids.conversation,
    ])
  }
  if (asker.impersonates) await impersonate(at, mine.tenantId, asker.impersonates)
  if (asker.memberId) {
    for (const table of ['views', 'saved_lists']) {
      await at.owner.query(
        `UPDATE ${table} v SET member_id = (SELECT m.id FROM members m WHERE m.tenant_id = v.tenant_id AND m.id = $2) WHERE id = $1`,
        [mine.ids.view, asker.memberId],
      )
    }
    await at.owner.query(
      `UPDATE auth_sessions SET user_id = (SELECT user_id FROM members WHERE id = $2) WHERE id = $1`,
      [mine.ids.authSession, asker.memberId],
    )
  }
  if (asker.cookie) at.forget(asker.cookie)
}

export const impersonate = (
  at: Installation,
  tenantId: string,
  { memberId, operatorMemberId }: NonNullable<Asker['impersonates']>,
) =>
  at.owner.query(
    `INSERT INTO impersonations (tenant_id, id, member_id, operator_user_id, operator_name, session_id, reason, expires_at)
     SELECT $1, gen_random_uuid(), $2, s.user_id, 'Ops Two', s.id, 'for the proof', now() + interval '10 minutes'
     FROM auth_sessions s JOIN members m ON m.user_id = s.user_id WHERE m.id = $3`,
    [tenantId, memberId, operatorMemberId],
  )

async function trailLength({ at }: RoleScene): Promise<number> {
  const { rows } = await at.owner.query<{ count: string }>('SELECT count(*) FROM audit')
  return Number(rows[0]?.count)
}

function expectedOf(route: Endpoint, asker: Asker): Expected {
  const [word, withoutInbox] = routeTable[nameOf(route)] ?? ['undeclared', 'missing']
  if (word === 'public') return publicAnswers[nameOf(route)] ?? 'allowed'
  const own = asker.impersonates && throughTheirEyes[nameOf(route)]
  if (own) return own
  if (word === 'platform') {
    if (asker.operator) return asker.impersonates && route.path.endsWith('/impersonate') ? '409' : 'allowed'
    return asker.role === null && asker.kind !== 'suspended' && asker.kind !== 'needs-factor' ? '401' : '403'
  }
  if (asker.kind === 'suspended') return '403'
  if (asker.kind === 'needs-factor') return word === 'signed-in' ? elsewhere(route) : '403'
  if (asker.role === null) return '401'
  if (asker.kind === 'key' && word === 'signed-in') return route.schemas.forKeys ? 'allowed' : '403'
  if (!holds(word, asker)) return '403'
  if (asker.kind !== 'limited' || withoutInbox === 'same') return 'allowed'
  const left = { missing: '404', nothing: 'nothing', forbidden: '403' } as const
  return left[withoutInbox]
}

/** A member of another tenant, with the ids of this one. */
function elsewhere(route: Endpoint): Expected {
  const names = ['/api/demo/', '/api/me/tenant'].some(path => route.path.startsWith(path))
  return names ? '404' : 'allowed'
}

function matches(expected: Expected, { status, text }: Answer): boolean {
  const success = status >= 200 && status < 300
  if (expected === 'allowed') return success || status === 302
  // Neither an id nor a number other than zero.
  if (expected === 'nothing') return success && idsInText(text).length === 0 && !/[1-9]/.test(text)
  return String(status) === expected
}
