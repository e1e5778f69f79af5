/** Everyone who asks: each role, and those whose session, tenant or way of coming in changes what they may. */
import { roleNames } from '../../platform/identity/roles.ts'
import { newId } from '../../platform/ids.ts'
import { callRoute } from './call-route.ts'
import type { Installation } from './installation.ts'
import { addPerson, disable } from './people.ts'
import type { Asker } from './roles-events.ts'
import type { TenantWorld } from './tenant-world.ts'

const customWords = ['conversations.read', 'customers.read', 'members.read']
const keyWords = ['conversations.read', 'customers.read']

export async function makeAskers(at: Installation, mine: TenantWorld, theirs: TenantWorld): Promise<Asker[]> {
  const { tenantId } = mine
  const member = async (name: string, role: string, rest: Partial<Asker> = {}): Promise<Asker> => {
    const limited = rest.kind === 'limited'
    const { cookie, memberId } = await addPerson(at, { tenantId, name: `The ${name}`, role, limited })
    return { name, kind: 'member', role, cookie, memberId, ...rest }
  }
  const askers: Asker[] = [{ name: 'nobody', kind: 'nobody', role: null, cookie: null }]
  for (const role of roleNames) askers.push(await member(role, role))
  askers.push(await member('unknown role', 'visitor'))
  askers.push(await member('agent without an inbox', 'agent', { kind: 'limited' }))
  const custom = await member('custom role', 'custom', { words: customWords })
  await giveCustomRole(at, tenantId, custom.memberId ?? '')
  askers.push(custom)
  const former = await member('disabled admin', 'admin', { kind: 'disabled', role: null })
  await disable(at, tenantId, former.memberId ?? '')
  askers.push(former)
  // What a reseller may do is asked of a customer they brought; that others are beyond them is a journey's to prove.
  const reseller = askers.find(asker => asker.role === 'reseller')
  await at.owner.query('UPDATE customers SET reseller_id = $2 WHERE id = $1', [
    mine.ids.customer,
    reseller?.memberId,
  ])
  const customer = askers.find(asker => asker.role === 'customer')
  await at.owner.query('UPDATE members SET customer_id = $2 WHERE id = $1', [
    customer?.memberId,
    mine.ids.customer,
  ])
  askers.push(await inTenant(at, 'suspended', `suspended_at = now(), suspended_reason = 'for the proof'`))
  askers.push(await inTenant(at, 'needs-factor', `sign_in_policy = '{"secondFactorFor":"everyone"}'`))
  askers.push({
    name: 'key of the owner',
    kind: 'key',
    role: 'owner',
    words: keyWords,
    memberId: mine.admin.memberId,
    cookie: null,
    key: await key(at, mine),
  })
  askers.push(await operator(at))
  askers.push(await impersonating(at, mine, theirs))
  return askers
}

async function giveCustomRole(at: Installation, tenantId: string, memberId: string): Promise<void> {
  const id = newId()
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query('INSERT INTO custom_roles (id, name, permissions) VALUES ($1, $2, $3)', [
      id,
      'A few words',
      customWords,
    ])
    await tx.query(`UPDATE members SET custom_role_id = $2 WHERE id = $1`, [memberId, id])
  })
}

/** An admin of a tenant that is in this state. */
async function inTenant(at: Installation, kind: 'suspended' | 'needs-factor', state: string): Promise<Asker> {
  const tenantId = newId()
  await at.owner.query(`INSERT INTO tenants (tenant_id, name, slug) VALUES ($1, $2, $2)`, [tenantId, kind])
  const person = await addPerson(at, { tenantId, name: `Of ${kind}`, role: 'admin' })
  await at.owner.query(`UPDATE tenants SET ${state} WHERE tenant_id = $1`, [tenantId])
  at.forget(person.cookie)
  return { name: `admin, ${kind}`, kind, role: 'admin', cookie: person.cookie, memberId: person.memberId }
}

async function key(at: Installation, mine: TenantWorld): Promise<string> {
  const route = at.routes.find(each => each.method === 'post' && each.path === '/api/keys')
  if (!route) throw new Error('no route makes keys')
  const answer = await callRoute(at.url, mine.admin.cookie, route, {
    params: {},
    body: { name: 'proof', permissions: keyWords },
  })
  if (answer.status !== 201) throw new Error(`no key: ${answer.status} ${answer.text}`)
  return (JSON.parse(answer.text) as { key: string }).key
}

/** Owns the installation and belongs to no tenant. */
async function operator(at: Installation): Promise<Asker> {
  const tenantId = newId()
  await at.owner.query(`INSERT INTO tenants (tenant_id, name, slug) VALUES ($1, 'Left', 'left')`, [tenantId])
  const person = await addPerson(at, { tenantId, name: 'Ops Person', role: 'agent' })
  await makeOperator(at, person.memberId)
  await at.owner.query('DELETE FROM members WHERE id = $1', [person.memberId])
  at.forget(person.cookie)
  return { name: 'operator', kind: 'nobody', role: null, operator: true, cookie: person.cookie }
}

const makeOperator = (at: Installation, memberId: string) =>
  at.owner.query(
    `UPDATE auth_users SET platform_owner = true WHERE id = (SELECT user_id FROM members WHERE id = $1)`,
    [memberId],
  )

/** An operator who looks through the eyes of an agent: the agent's words, and still an operator. */
async function impersonating(at: Installation, mine: TenantWorld, theirs: TenantWorld): Promise<Asker> {
  const home = { tenantId: theirs.tenantId, name: 'Ops Two', role: 'admin' }
  const person = await addPerson(at, home)
  await makeOperator(at, person.memberId)
  const agent = await addPerson(at, { tenantId: mine.tenantId, name: 'Looked through', role: 'agent' })
  return {
    name: 'operator as an agent',
    kind: 'member',
    role: 'agent',
    operator: true,
    cookie: person.cookie,
    memberId: agent.memberId,
    impersonates: { memberId: agent.memberId, operatorMemberId: person.memberId },
  }
}
