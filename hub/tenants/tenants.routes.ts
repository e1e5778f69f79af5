/** Routes of the installation's owners. */
import { type Endpoint, platformEndpoint } from '../../platform/http/endpoint.ts'
import { findImpersonation } from '../../platform/identity/impersonation.ts'
import { readStandings } from '../../platform/identity/standing.ts'
import type { Operator } from '../../platform/identity/who-is.ts'
import type { App } from '../app.ts'
import { endImpersonation, startImpersonation } from './impersonation.ts'
import * as api from './tenants.api.ts'
import {
  changeTenant,
  createTenant,
  findTenant,
  findTenants,
  inviteOwner,
  resumeTenant,
  suspendTenant,
} from './tenants.ts'

const params = api.idParam
const at = '/api/platform/tenants/{id}'

export const tenantRoutes = (app: App): Endpoint[] => [
  platformEndpoint(
    'get',
    '/api/platform/me',
    { summary: 'The signed-in owner of the installation', answer: api.PlatformMe },
    ({ operator }) => readMe(app, operator),
  ),
  platformEndpoint('get', '/api/platform/tenants', { summary: 'All tenants', answer: api.Tenants }, () =>
    findTenants(app.db),
  ),
  platformEndpoint(
    'post',
    '/api/platform/tenants',
    {
      summary: 'Make a tenant; the answer has the link for its first owner',
      body: api.createTenant,
      answer: api.CreatedTenant,
      status: 201,
    },
    ({ body: { ownerName, ownerEmail, ...tenant } }) =>
      makeTenant(app, tenant, { name: ownerName, email: ownerEmail }),
  ),
  platformEndpoint('get', at, { summary: 'One tenant', params, answer: api.Tenant }, ({ params: { id } }) =>
    findTenant(app.db, id),
  ),
  platformEndpoint(
    'patch',
    at,
    { summary: 'Change its name, time zone or limits', params, body: api.changeTenant, answer: api.Tenant },
    ({ params: { id }, body }) => changeTenant(app.db, id, body),
  ),
  platformEndpoint(
    'post',
    `${at}/suspend`,
    { summary: 'Suspend it', params, body: api.suspendTenant, answer: api.Tenant },
    ({ params: { id }, body }) => suspendTenant(app.db, id, body.reason, app.clock.now()),
  ),
  platformEndpoint(
    'post',
    `${at}/resume`,
    { summary: 'Let it go on', params, answer: api.Tenant },
    ({ params: { id } }) => resumeTenant(app.db, id),
  ),
  platformEndpoint(
    'post',
    `${at}/owners`,
    {
      summary: 'A link for an owner to join',
      params,
      body: api.inviteOwner,
      answer: api.OwnerLink,
      status: 201,
    },
    ({ params: { id }, body }) => inviteOwner(app, id, body),
  ),
  platformEndpoint(
    'get',
    `${at}/members`,
    { summary: 'Whose eyes can be borrowed', params, answer: api.TenantMembers },
    ({ params: { id } }) => membersOf(app, id),
  ),
  platformEndpoint(
    'post',
    `${at}/impersonate`,
    { summary: 'Look through a member’s eyes for a while', params, body: api.impersonate },
    ({ operator, params: { id }, body }) => startImpersonation(app, operator, id, body),
  ),
  platformEndpoint(
    'post',
    '/api/platform/impersonation/end',
    { summary: 'Stop looking through somebody’s eyes' },
    ({ operator }) => endImpersonation(app, operator),
  ),
]

async function makeTenant(
  app: App,
  input: Parameters<typeof createTenant>[1],
  owner: { name: string; email: string },
) {
  const tenant = await createTenant(app.db, input)
  const { link } = await inviteOwner(app, tenant.id, owner)
  return { tenant: await findTenant(app.db, tenant.id), link }
}

async function readMe(app: App, operator: Operator) {
  const running = await findImpersonation(app.db, operator.sessionId)
  const member = running
    ? await app.db.withTenant(running.tenantId, tx => readStandings(tx, [running.memberId]))
    : null
  return {
    name: operator.name,
    email: operator.email,
    impersonating: running
      ? {
          tenantId: running.tenantId,
          memberName: member?.get(running.memberId)?.name ?? '',
          until: running.until.toISOString(),
          reason: running.reason,
        }
      : null,
  }
}

async function membersOf(app: App, tenantId: string) {
  await findTenant(app.db, tenantId)
  return app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<{ id: string; name: string; email: string; role: string }>(
      'SELECT id, name, email, role FROM members WHERE disabled_at IS NULL ORDER BY name, id',
    )
    return { items: rows }
  })
}
