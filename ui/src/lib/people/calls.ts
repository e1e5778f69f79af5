/** What managers of people can ask of the server. */
import type { Answer, Body } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

type Schemas = components['schemas']
export type Colleague = Schemas['Colleague']
export type ColleagueChange = Body<'patchPeopleId'>
export type Role = Schemas['Role']
export type RoleInput = Body<'postRoles'>
export type Invitation = Schemas['Invitation']
export type Invited = Schemas['Invited']
export type NewInvitation = Body<'postInvitations'>
export type Team = Schemas['Team']
export type Word = Schemas['Permissions']['permissions'][number]
export type ColleagueSession = Answer<'getMembersIdSessions'>['items'][number]

const by = (id: string) => ({ params: { path: { id } } })

export const colleagues = {
  list: () => ok(client.GET('/api/people')),
  open: (id: string) => ok(client.GET('/api/people/{id}', by(id))),
  change: (id: string, body: ColleagueChange) => ok(client.PATCH('/api/people/{id}', { ...by(id), body })),
  disable: (id: string) => ok(client.POST('/api/people/{id}/disable', by(id))),
  enable: (id: string) => ok(client.POST('/api/people/{id}/enable', by(id))),
  sessions: (id: string) => ok(client.GET('/api/members/{id}/sessions', by(id))),
  endSessions: (id: string) => ok(client.POST('/api/members/{id}/sessions/revoke', by(id))),
}

export const invitations = {
  list: () => ok(client.GET('/api/invitations')),
  create: (body: NewInvitation) => ok(client.POST('/api/invitations', { body })),
  resend: (id: string) => ok(client.POST('/api/invitations/{id}/resend', by(id))),
  withdraw: (id: string) => ok(client.DELETE('/api/invitations/{id}', by(id))),
}

export const teams = {
  list: () => ok(client.GET('/api/teams')),
  create: (body: Body<'postTeams'>) => ok(client.POST('/api/teams', { body })),
  change: (id: string, body: Body<'patchTeamsId'>) =>
    ok(client.PATCH('/api/teams/{id}', { ...by(id), body })),
  remove: (id: string) => ok(client.DELETE('/api/teams/{id}', by(id))),
}

export const roles = {
  list: () => ok(client.GET('/api/roles')),
  words: () => ok(client.GET('/api/permissions')),
  create: (body: RoleInput) => ok(client.POST('/api/roles', { body })),
  change: (id: string, body: Body<'patchRolesId'>) =>
    ok(client.PATCH('/api/roles/{id}', { ...by(id), body })),
  remove: (id: string) => ok(client.DELETE('/api/roles/{id}', by(id))),
}
