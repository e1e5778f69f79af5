/** What owners of the installation can ask of the server. */
import type { Answer, Body } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

type Schemas = components['schemas']
export type PlatformMe = Schemas['PlatformMe']
export type Tenant = Schemas['Tenant']
export type Limits = Tenant['limits']
export type LimitName = keyof Tenant['used']
export type NewTenant = Body<'postPlatformTenants'>
export type TenantChange = Body<'patchPlatformTenantsId'>
export type TenantMember = Answer<'getPlatformTenantsIdMembers'>['items'][number]

const by = (id: string) => ({ params: { path: { id } } })

export const platform = {
  me: () => ok(client.GET('/api/platform/me')),
  tenants: () => ok(client.GET('/api/platform/tenants')),
  create: (body: NewTenant) => ok(client.POST('/api/platform/tenants', { body })),
  tenant: (id: string) => ok(client.GET('/api/platform/tenants/{id}', by(id))),
  change: (id: string, body: TenantChange) =>
    ok(client.PATCH('/api/platform/tenants/{id}', { ...by(id), body })),
  suspend: (id: string, reason: string) =>
    ok(client.POST('/api/platform/tenants/{id}/suspend', { ...by(id), body: { reason } })),
  resume: (id: string) => ok(client.POST('/api/platform/tenants/{id}/resume', by(id))),
  inviteOwner: (id: string, body: { name: string; email: string }) =>
    ok(client.POST('/api/platform/tenants/{id}/owners', { ...by(id), body })),
  members: (id: string) => ok(client.GET('/api/platform/tenants/{id}/members', by(id))),
  impersonate: (id: string, body: { memberId: string; reason: string; minutes: number }) =>
    ok(client.POST('/api/platform/tenants/{id}/impersonate', { ...by(id), body })),
  endImpersonation: () => ok(client.POST('/api/platform/impersonation/end')),
}
