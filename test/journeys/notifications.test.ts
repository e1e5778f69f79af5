/** What a member wants to be told of, kept by the server. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Rules, usualRules } from '../../hub/notifications/worth-telling.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Answer = { rules: Rules; teamIds: string[]; timeZone: string }

let trunkline: Trunkline
let aisha: Member
let sizwe: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  aisha = await trunkline.member({ name: 'Aisha' })
  sizwe = await trunkline.member({ name: 'Sizwe' })
})
afterAll(() => trunkline?.close())

const read = async (as: Member) => (await trunkline.call<Answer>(as, 'GET', '/api/me/notifications')).body
const save = (as: Member, rules: unknown) => trunkline.call<Answer>(as, 'PUT', '/api/me/notifications', rules)

it('who never chose has the usual rules, in the time zone of the provider', async () => {
  expect(await read(aisha)).toEqual({ rules: usualRules, teamIds: [], timeZone: 'UTC' })
})

it('what one chooses is one’s own', async () => {
  const quiet = { from: '22:00', to: '06:30', timeZone: 'Africa/Windhoek' }
  const message = { circle: 'all', desktop: true, sound: false, push: true } as const
  const rules = { kinds: { ...usualRules.kinds, message }, quiet }
  expect((await save(aisha, rules)).body.rules).toEqual(rules)
  expect((await read(aisha)).rules).toEqual(rules)
  expect((await read(sizwe)).rules).toEqual(usualRules)
})

it('names the teams one belongs to', async () => {
  const lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  const team = { name: 'Support', memberIds: [aisha.id] }
  expect((await trunkline.call(lerato, 'POST', '/api/teams', team)).status).toBeLessThan(300)
  const { body } = await trunkline.call<{ items: { id: string }[] }>(lerato, 'GET', '/api/teams')
  expect((await read(aisha)).teamIds).toEqual(body.items.map(({ id }) => id))
})

it('a rule for what came later than what was kept is the usual one', async () => {
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE notification_rules SET rules = rules #- '{kinds,failed}' WHERE member_id = $1`, [
      aisha.id,
    ]),
  )
  expect((await read(aisha)).rules.kinds.failed).toEqual(usualRules.kinds.failed)
})

it('a way that came later than what was kept is as usual', async () => {
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE notification_rules SET rules = rules #- '{kinds,message,push}' WHERE member_id = $1`, [
      aisha.id,
    ]),
  )
  expect((await read(aisha)).rules.kinds.message.push).toBe(usualRules.kinds.message.push)
})

it('what is no rule is refused with words', async () => {
  for (const quiet of [
    { from: '25:00', to: '07:00', timeZone: null },
    { from: '22:00', to: '07:00', timeZone: 'Nowhere/Never' },
  ]) {
    expect((await save(sizwe, { ...usualRules, quiet })).status).toBe(422)
  }
  expect((await save(sizwe, { ...usualRules, kinds: {} })).status).toBe(422)
})
