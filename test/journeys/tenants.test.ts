import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let operator: Member
let agent: Member

type Problem = { detail: string; reason?: string }
type Tenant = { id: string; limits: Record<string, number>; suspendedAt: string | null }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  operator = await trunkline.member({ name: 'Ops Person', tenantId: await trunkline.otherTenant() })
  await trunkline.app.db.identity.execute(
    sql`UPDATE auth_users SET platform_owner = true WHERE email = ${operator.email}`,
  )
  await trunkline.known(operator)
  agent = await trunkline.member({ name: 'Thandi' })
})
afterAll(() => trunkline.close())

const call = <T = Problem>(as: Member, method: string, path: string, body?: unknown) =>
  trunkline.call<T>(as, method, path, body)
const trail = async (tenantId: string) =>
  trunkline.app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<Record<string, unknown>>('SELECT * FROM audit ORDER BY seq')
    return rows
  })

describe('tenants', () => {
  it('are for owners of the installation alone', async () => {
    expect((await call(agent, 'GET', '/api/platform/tenants')).status).toBe(403)
    expect((await call(operator, 'GET', '/api/platform/tenants')).status).toBe(200)
  })

  it('begin with a link for their first owner, who then runs the place', async () => {
    const made = await call<{ tenant: Tenant; link: string }>(operator, 'POST', '/api/platform/tenants', {
      name: 'Bluegum Net',
      timeZone: 'Africa/Johannesburg',
      currency: 'ZAR',
      limits: { members: 2 },
      ownerName: 'Olwethu',
      ownerEmail: 'olwethu@bluegum.example',
    })
    expect(made.status).toBe(201)
    const again = await call(operator, 'POST', '/api/platform/tenants', {
      name: 'Bluegum  net',
      ownerName: 'O',
      ownerEmail: 'o@bluegum.example',
    })
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('already') } })
    const token = new URL(made.body.link).searchParams.get('token')
    const password = 'seven green lamps'
    await fetch(`${trunkline.url}/api/invitation/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: 'Olwethu', password }),
    })
    const owner = await trunkline.signIn('olwethu@bluegum.example', password)
    const invite = (email: string) =>
      call(owner, 'POST', '/api/invitations', { email, name: 'Somebody', role: 'agent' })
    expect((await invite('one@bluegum.example')).status).toBe(201)
    expect(await invite('two@bluegum.example')).toMatchObject({
      status: 409,
      body: { detail: 'This provider may have 2 people and has them all. Remove one, or ask for more room.' },
    })
    const actions = (await trail(made.body.tenant.id)).map(row => `${row.actor_name} ${row.action}`)
    expect(actions).toEqual([
      'Ops Person tenants.create',
      'Ops Person invitations.create',
      'Olwethu members.join',
      'Olwethu sessions.start',
      'Olwethu invitations.create',
    ])
  })

  it('that are suspended refuse their people with the reason, and take them back', async () => {
    const path = `/api/platform/tenants/${trunkline.tenantId}`
    const screen = await connectLive(trunkline.url, agent.cookie)
    const over = new Promise(resolve => screen.socket.once('disconnect', resolve))
    expect((await call(operator, 'POST', `${path}/suspend`, { reason: 'invoice 12 unpaid' })).status).toBe(
      200,
    )
    await trunkline.known(agent)
    expect(await call(agent, 'GET', '/api/conversations')).toMatchObject({
      status: 403,
      body: { detail: 'This provider is suspended: invoice 12 unpaid', reason: 'suspended' },
    })
    expect(await over).toBe('io server disconnect')
    await expect(connectLive(trunkline.url, agent.cookie)).rejects.toThrow('suspended')
    expect((await call(operator, 'POST', `${path}/resume`)).status).toBe(200)
    await trunkline.known(agent)
    expect((await call(agent, 'GET', '/api/conversations')).status).toBe(200)
    const rows = (await trail(trunkline.tenantId)).filter(row => String(row.action).startsWith('tenants.'))
    expect(rows.map(row => [row.action, row.reason])).toEqual([
      ['tenants.suspend', 'invoice 12 unpaid'],
      ['tenants.resume', null],
    ])
  })
})

describe('looking through a member’s eyes', () => {
  const borrow = (body: Record<string, unknown>) =>
    call(operator, 'POST', `/api/platform/tenants/${trunkline.tenantId}/impersonate`, body)
  const reason = 'Ticket 41: the list stays empty for Thandi'

  it('needs a reason and a member of that tenant', async () => {
    expect((await borrow({ memberId: agent.id, reason: '' })).status).toBe(422)
    expect((await borrow({ memberId: operator.id, reason })).status).toBe(404)
    expect(
      (await call(agent, 'POST', `/api/platform/tenants/${trunkline.tenantId}/impersonate`, {})).status,
    ).toBe(403)
  })

  it('gives the member’s rights and no more, names both in the trail, and ends', async () => {
    expect((await borrow({ memberId: agent.id, reason, minutes: 10 })).status).toBe(204)
    await trunkline.known(operator)
    const me = await call<Record<string, Record<string, unknown>>>(operator, 'GET', '/api/me')
    expect(me.body.member).toMatchObject({ id: agent.id, name: 'Thandi' })
    expect(me.body.impersonation).toMatchObject({ operatorName: 'Ops Person', reason })
    expect((await call(operator, 'GET', '/api/people')).status).toBe(403)
    const ticket = await call(
      operator,
      'POST',
      '/api/contacts/01990000-0000-7000-8000-000000000001/customers',
      {
        customerId: '01990000-0000-7000-8000-000000000002',
      },
    )
    expect(ticket.status).toBe(404)
    const supervisor = await trunkline.member({ role: 'supervisor' })
    await call(operator, 'POST', '/api/platform/impersonation/end')
    await trunkline.known(operator)
    expect((await borrow({ memberId: supervisor.id, reason })).status).toBe(204)
    await trunkline.known(operator)
    expect((await call(operator, 'POST', '/api/teams', { name: 'Made for her' })).status).toBe(201)
    const made = (await trail(trunkline.tenantId)).find(row => row.action === 'teams.create')
    expect(made).toMatchObject({ actor_kind: 'operator', actor_name: 'Ops Person', as_id: supervisor.id })
    await call(operator, 'POST', '/api/platform/impersonation/end')
    await trunkline.known(operator)
    const own = await call<Record<string, Record<string, unknown>>>(operator, 'GET', '/api/me')
    expect(own.body.member).toMatchObject({ name: 'Ops Person' })
    expect(own.body.impersonation).toBeNull()
  })

  it('is over when its time is, for the page and for the socket', async () => {
    expect((await borrow({ memberId: agent.id, reason, minutes: 5 })).status).toBe(204)
    await trunkline.known(operator)
    const screen = await connectLive(trunkline.url, operator.cookie)
    const over = new Promise(resolve => screen.socket.once('disconnect', resolve))
    await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
      tx.query(`UPDATE impersonations SET expires_at = now() WHERE ended_at IS NULL`),
    )
    await trunkline.known(operator)
    const me = await call<Record<string, Record<string, unknown>>>(operator, 'GET', '/api/me')
    expect(me.body.member).toMatchObject({ name: 'Ops Person' })
    expect(await over).toBe('io server disconnect')
  })
})
