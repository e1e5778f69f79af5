/** Who I am, who works here, what they may do, and who is invited. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { type Endpoint, endpoint, publicEndpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import { admits } from '../../platform/identity/sign-in-policy.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { availableMethods, SignInMethods } from '../sign-in/available.ts'
import { changeMe } from './change-me.ts'
import { changePerson, disablePerson, enablePerson } from './change-person.ts'
import { findPeople, findPerson, roleTitle } from './find-people.ts'
import { invitationRoutes } from './invitations.routes.ts'
import * as api from './people.api.ts'
import { Preferences, putPreferences } from './preferences.api.ts'
import { readPreferences, writePreferences } from './preferences.ts'
import { addRole, changeRole, findRoles, removeRole } from './roles.ts'

const params = api.idParam
type Tenant = { name: string; currency: string; time_zone: string; locale: string }
type Member = { id: string; name: string; role: string }

const SignInHelp = z
  .object({
    demo: z
      .object({
        people: z.array(
          z.object({ name: z.string(), email: z.string(), password: z.string(), role: z.string() }),
        ),
      })
      .nullable(),
    methods: SignInMethods,
  })
  .meta({ id: 'SignInHelp' })

const own = 'it is their own'
const staff = 'these are colleagues, not customers'

const chooseTenant = z.strictObject({ tenantId: z.uuid() })

export const peopleRoutes = (app: App): Endpoint[] => [
  publicEndpoint(
    'get',
    '/api/sign-in',
    { summary: 'What the sign-in page shows', answer: SignInHelp },
    async () => ({
      demo: app.demo ? { people: app.demo.people } : null,
      methods: availableMethods(app),
    }),
  ),
  endpoint(
    'get',
    '/api/me',
    'signed-in',
    { summary: 'The signed-in member', answer: api.Me, forKeys: true, unmasked: own },
    (tx, { who }) => readMe(app, tx, who),
  ),
  endpoint(
    'patch',
    '/api/me',
    'signed-in',
    { summary: 'Change one’s own name or phone', body: api.changeMe, unmasked: own },
    (tx, { who, body }) => changeMe(tx, who, body),
  ),
  endpoint(
    'get',
    '/api/me/preferences',
    'signed-in',
    { summary: 'How one likes the screen', answer: Preferences },
    (tx, { who }) => readPreferences(tx, who),
  ),
  endpoint(
    'put',
    '/api/me/preferences',
    'signed-in',
    {
      summary: 'Keep how one likes the screen; what is left out stays',
      body: putPreferences,
      answer: Preferences,
      unaudited: 'how one’s own screen looks is nobody else’s',
    },
    (tx, { who, body }) => writePreferences(app, tx, who, body),
  ),
  waitingEndpoint(
    'post',
    '/api/me/tenant',
    'signed-in',
    {
      summary: 'Work for another provider one belongs to',
      body: chooseTenant,
      unaudited: 'changes only what this session looks at',
    },
    ({ who, body }) => switchTenant(app, who, body.tenantId),
  ),
  endpoint(
    'get',
    '/api/members',
    'members.read',
    { summary: 'Colleagues', answer: api.Members },
    async tx => {
      const { rows } = await tx.query<Member>(
        `SELECT id, name, role FROM members WHERE disabled_at IS NULL AND role NOT IN ('customer', 'reseller') ORDER BY name`,
      )
      return { items: rows }
    },
  ),
  endpoint(
    'get',
    '/api/people',
    'members.manage',
    { summary: 'Everyone, with what they may do', answer: api.People, unmasked: staff },
    tx => findPeople(app, tx),
  ),
  endpoint(
    'get',
    '/api/people/{id}',
    'members.manage',
    { summary: 'One person', params, answer: api.Person, unmasked: staff },
    (tx, { params: { id } }) => findPerson(app, tx, id),
  ),
  endpoint(
    'patch',
    '/api/people/{id}',
    'members.manage',
    {
      summary: 'Change name, role, inboxes or teams',
      params,
      body: api.changePerson,
      answer: api.Person,
      unmasked: staff,
    },
    (tx, { who, params: { id }, body }) => changePerson(app, tx, who, id, body),
  ),
  endpoint(
    'post',
    '/api/people/{id}/disable',
    'members.manage',
    { summary: 'Switch a person off: they are signed out within seconds', params },
    (tx, { who, params: { id } }) => disablePerson(app, tx, who, id),
  ),
  endpoint(
    'post',
    '/api/people/{id}/enable',
    'members.manage',
    { summary: 'Switch a person on again', params },
    (tx, { who, params: { id } }) => enablePerson(app, tx, who, id),
  ),
  endpoint('get', '/api/roles', 'members.read', { summary: 'Roles', answer: api.Roles }, tx => findRoles(tx)),
  endpoint(
    'post',
    '/api/roles',
    'roles.manage',
    { summary: 'Make a role', body: api.writeRole, answer: api.Role, status: 201 },
    (tx, { who, body }) => addRole(tx, who, body),
  ),
  endpoint(
    'patch',
    '/api/roles/{id}',
    'roles.manage',
    { summary: 'Change a role of one’s own', params, body: api.changeRole, answer: api.Role },
    (tx, { who, params: { id }, body }) => changeRole(tx, who, id, body),
  ),
  endpoint(
    'delete',
    '/api/roles/{id}',
    'roles.manage',
    { summary: 'Remove a role nobody has', params },
    (tx, { params: { id } }) => removeRole(tx, id),
  ),
  ...invitationRoutes(app),
]

async function readMe(app: App, tx: Tx, who: Who) {
  const { rows } = await tx.query<Tenant>('SELECT name, currency, time_zone, locale FROM tenants')
  const tenant = rows[0] as Tenant
  const { rows: people } = await tx.query<{ phone: string | null; title: string | null }>(
    `SELECT m.phone, (SELECT r.name FROM custom_roles r WHERE r.id = m.custom_role_id) AS title
     FROM members m WHERE m.id = $1`,
    [who.memberId],
  )
  const [person] = people
  const borrowed = who.impersonation
  return {
    member: {
      id: who.memberId,
      name: who.name,
      email: who.email,
      phone: person?.phone ?? null,
      role: who.role,
      roleTitle: roleTitle(who.role, person?.title ?? null),
    },
    tenant: {
      id: who.tenantId,
      name: tenant.name,
      currency: tenant.currency,
      timeZone: tenant.time_zone,
      locale: tenant.locale,
    },
    tenants: borrowed ? [] : (await app.accounts.tenantsOf(who.userId)).map(({ id, name }) => ({ id, name })),
    permissions: [...who.permissions],
    needs: who.needs,
    impersonation: borrowed
      ? {
          operatorName: borrowed.operatorName,
          until: borrowed.until.toISOString(),
          reason: borrowed.reason,
        }
      : null,
    operator: borrowed !== null || (await app.accounts.isOperator(who.userId)),
    demo: app.demo !== null,
    catalogue: app.demo !== null || !app.config.production,
  }
}

async function switchTenant(app: App, who: Who, tenantId: string): Promise<void> {
  if (who.key) throw new Refusal('forbidden', 'A key belongs to one provider.')
  if (who.impersonation) throw new Refusal('conflict', 'End looking through these eyes first.')
  const place = (await app.accounts.tenantsOf(who.userId)).find(each => each.id === tenantId)
  if (!place) throw new Refusal('missing', 'There is no such provider.')
  if (!admits(place.policy, await app.accounts.methodOf(who.sessionId))) {
    throw new Refusal(
      'forbidden',
      `${place.name} is entered another way: ${place.policy.methods.join(', ')}.`,
    )
  }
  await app.accounts.chooseTenant(who.sessionId, tenantId)
  app.whoIs.forgetSession(who.sessionId)
  app.live.endSession(who.sessionId)
}
