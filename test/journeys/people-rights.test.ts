import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let owner: Member
let admin: Member
let inboxId: string
let secondInboxId: string

type Problem = { detail: string; reason?: string }
type Person = { id: string; role: string; inboxIds: string[]; teamIds: string[]; disabledAt: string | null }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
  inboxId = (await trunkline.inbox('sms', sms)).id
  secondInboxId = (await trunkline.inbox('sms', { ...sms, fromNumber: '+27871234501' })).id
  owner = await trunkline.member({ name: 'Olwethu', role: 'owner' })
  admin = await trunkline.member({ name: 'Ayanda', role: 'admin' })
})
afterAll(() => trunkline.close())

const call = <T = Problem>(as: Member, method: string, path: string, body?: unknown) =>
  trunkline.call<T>(as, method, path, body)

async function tokenOf(as: Member, input: Record<string, unknown>): Promise<string> {
  const answer = await call<{ link: string }>(as, 'POST', '/api/invitations', input)
  expect(answer.status).toBe(201)
  return new URL(answer.body.link).searchParams.get('token') ?? ''
}

const accept = async (body: Record<string, unknown>) => {
  const answer = await fetch(`${trunkline.url}/api/invitation/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Problem }
}

describe('nobody gives more than they have', () => {
  it('an admin makes no owner, by changing or by inviting, and does not touch one', async () => {
    const agent = await trunkline.member()
    const made = await call(admin, 'PATCH', `/api/people/${agent.id}`, { role: 'owner' })
    expect(made).toMatchObject({ status: 403, body: { detail: expect.stringContaining('owners.manage') } })
    const invited = await call(admin, 'POST', '/api/invitations', {
      email: 'boss@isp.example',
      name: 'Boss',
      role: 'owner',
    })
    expect(invited.status).toBe(403)
    expect((await call(admin, 'POST', `/api/people/${owner.id}/disable`)).body.detail).toBe(
      'Only an owner may change an owner.',
    )
  })

  it('a custom role cannot be given words its maker lacks, nor used to climb', async () => {
    const beyond = await call(admin, 'POST', '/api/roles', {
      name: 'Climber',
      permissions: ['owners.manage'],
    })
    expect(beyond).toMatchObject({ status: 403, body: { detail: expect.stringContaining('owners.manage') } })
    const hr = await call<{ id: string }>(admin, 'POST', '/api/roles', {
      name: 'People desk',
      permissions: ['members.read', 'members.manage', 'roles.manage'],
    })
    expect(hr.status).toBe(201)
    const clerk = await trunkline.member({ name: 'Clerk' })
    const given = await call(admin, 'PATCH', `/api/people/${clerk.id}`, {
      role: 'custom',
      customRoleId: hr.body.id,
    })
    expect(given.status).toBe(200)
    await trunkline.known(clerk)
    const agent = await trunkline.member()
    // They may manage people, but an agent can do what they cannot.
    expect((await call(clerk, 'PATCH', `/api/people/${agent.id}`, { name: 'X' })).status).toBe(403)
    expect((await call(clerk, 'PATCH', `/api/people/${clerk.id}`, { role: 'admin' })).status).toBe(403)
    expect(
      (await call(clerk, 'PATCH', `/api/roles/${hr.body.id}`, { permissions: ['keys.manage'] })).status,
    ).toBe(403)
    const removed = await call(admin, 'DELETE', `/api/roles/${hr.body.id}`)
    expect(removed).toMatchObject({ status: 409, body: { detail: expect.stringContaining('1 person has') } })
  })

  it('nobody changes their own role or switches themselves off, and a last owner stays', async () => {
    expect((await call(admin, 'PATCH', `/api/people/${admin.id}`, { role: 'agent' })).status).toBe(403)
    expect((await call(admin, 'POST', `/api/people/${admin.id}/disable`)).status).toBe(403)
    const second = await trunkline.member({ role: 'owner' })
    expect((await call(second, 'PATCH', `/api/people/${owner.id}`, { role: 'agent' })).status).toBe(200)
    await trunkline.known(owner)
    expect((await call(admin, 'PATCH', `/api/people/${second.id}`, { role: 'agent' })).status).toBe(403)
    expect((await call(second, 'PATCH', `/api/people/${owner.id}`, { role: 'owner' })).status).toBe(200)
    await trunkline.known(owner)
  })

  it('a supervisor with one inbox cannot open another through a team', async () => {
    const supervisor = await trunkline.member({ role: 'supervisor', inboxIds: [inboxId] })
    const team = (inboxIds: string[], name: string) =>
      call<{ id: string }>(supervisor, 'POST', '/api/teams', { name, memberIds: [supervisor.id], inboxIds })
    expect((await team([secondInboxId], 'Night')).status).toBe(403)
    expect((await team([inboxId], 'Day')).status).toBe(201)
    const wide = await call<{ id: string }>(admin, 'POST', '/api/teams', {
      name: 'Wide',
      inboxIds: [secondInboxId],
    })
    const joined = await call(supervisor, 'PATCH', `/api/teams/${wide.body.id}`, {
      memberIds: [supervisor.id],
    })
    expect(joined).toMatchObject({
      status: 403,
      body: { detail: 'You cannot give an inbox you do not see.' },
    })
  })
})

describe('what a person may do follows the rows at once', () => {
  it('a team opens its inboxes to its members and closes them again, sockets included', async () => {
    const agent = await trunkline.member({ inboxIds: [] })
    const inboxes = () => call<{ items: { id: string }[] }>(agent, 'GET', '/api/inboxes')
    expect((await inboxes()).body.items).toEqual([])
    const team = await call<{ id: string }>(admin, 'POST', '/api/teams', {
      name: 'Fibre desk',
      memberIds: [agent.id],
      inboxIds: [inboxId],
    })
    await trunkline.known(agent)
    expect((await inboxes()).body.items.map(item => item.id)).toEqual([inboxId])
    const screen = await connectLive(trunkline.url, agent.cookie)
    const over = new Promise(resolve => screen.socket.once('disconnect', resolve))
    expect((await call(admin, 'DELETE', `/api/teams/${team.body.id}`)).status).toBe(204)
    expect(await over).toBe('io server disconnect')
    await trunkline.known(agent)
    expect((await inboxes()).body.items).toEqual([])
  })

  it('a person who is switched off is signed out, and comes back when switched on', async () => {
    const agent = await trunkline.member()
    expect((await call(admin, 'POST', `/api/people/${agent.id}/disable`)).status).toBe(204)
    await trunkline.known(agent)
    expect((await call(agent, 'GET', '/api/me')).status).toBe(401)
    expect((await call(admin, 'POST', `/api/people/${agent.id}/enable`)).status).toBe(204)
    await trunkline.known(agent)
    expect((await call(agent, 'GET', '/api/me')).status).toBe(200)
  })
})

describe('invitations', () => {
  it('make an account once, with the role, inboxes and teams they name', async () => {
    const team = await call<{ id: string }>(admin, 'POST', '/api/teams', { name: 'Newcomers' })
    const token = await tokenOf(admin, {
      email: 'Nomsa@isp.example',
      name: 'Nomsa',
      role: 'billing',
      inboxIds: [inboxId],
      teamIds: [team.body.id],
    })
    const shown = await fetch(`${trunkline.url}/api/invitation?token=${token}`)
    expect(await shown.json()).toMatchObject({
      email: 'nomsa@isp.example',
      invitedBy: 'Ayanda',
      hasAccount: false,
    })
    const joining = { token, name: 'Nomsa D', password: 'seven green lamps' }
    expect(await accept(joining)).toMatchObject({ status: 200, body: { email: 'nomsa@isp.example' } })
    expect(await accept(joining)).toMatchObject({ status: 404 })
    const people = await call<{ items: (Person & { email: string })[] }>(admin, 'GET', '/api/people')
    const nomsa = people.body.items.find(person => person.email === 'nomsa@isp.example')
    expect(nomsa).toMatchObject({ role: 'billing', inboxIds: [inboxId], teamIds: [team.body.id] })
  })

  it('ask somebody who has an account for its password, and do not change it', async () => {
    const other = await trunkline.otherTenant()
    const known = await trunkline.member({ tenantId: other, name: 'Known' })
    const token = await tokenOf(admin, { email: known.email, name: 'Known', role: 'agent' })
    const wrong = await accept({ token, name: 'Known', password: 'not the password' })
    expect(wrong).toMatchObject({ status: 422, body: { detail: expect.stringContaining('account already') } })
    expect((await accept({ token, name: 'Known', password: known.password })).status).toBe(200)
    await trunkline.known(known)
    const me = await call<{ tenants: { id: string }[] }>(known, 'GET', '/api/me')
    expect(me.body.tenants.map(each => each.id).sort()).toEqual([other, trunkline.tenantId].sort())
    expect((await call(known, 'POST', '/api/me/tenant', { tenantId: trunkline.tenantId })).status).toBe(204)
    await trunkline.known(known)
    const now = await call<{ tenant: { id: string } }>(known, 'GET', '/api/me')
    expect(now.body.tenant.id).toBe(trunkline.tenantId)
  })

  it('withdrawn, replaced, guessed or empty links all say the same', async () => {
    const first = await tokenOf(admin, { email: 'a@isp.example', name: 'A', role: 'agent' })
    const list = await call<{ items: { id: string; email: string }[] }>(admin, 'GET', '/api/invitations')
    const id = list.body.items.find(item => item.email === 'a@isp.example')?.id ?? ''
    const again = await call<{ link: string }>(admin, 'POST', `/api/invitations/${id}/resend`)
    const second = new URL(again.body.link).searchParams.get('token') ?? ''
    const password = 'seven green lamps'
    const answers = [await accept({ token: first, name: 'A', password })]
    expect((await call(admin, 'DELETE', `/api/invitations/${id}`)).status).toBe(204)
    answers.push(await accept({ token: second, name: 'A', password }))
    answers.push(await accept({ token: `${second.slice(0, -1)}_`, name: 'A', password }))
    answers.push(await accept({ token: `${second.split('.').slice(0, 2).join('.')}.`, name: 'A', password }))
    answers.push(await accept({ token: 'x'.repeat(80), name: 'A', password }))
    expect(new Set(answers.map(each => `${each.status} ${each.body.detail}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(404)
  })
})
