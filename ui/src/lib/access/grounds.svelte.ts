/** What pages about people choose from: roles, teams and inboxes. */
import { inboxes } from '../api/calls.ts'
import type { Inbox } from '../api/types.ts'
import { type Role, roles, type Team, teams } from '../people/calls.ts'

class Grounds {
  roles = $state.raw<Role[]>([])
  teams = $state.raw<Team[]>([])
  inboxes = $state.raw<Inbox[]>([])

  /** Throws a Failure when one of them could not be had. */
  async load(): Promise<void> {
    const [ofRoles, ofTeams, ofInboxes] = await Promise.all([roles.list(), teams.list(), inboxes.list()])
    this.roles = ofRoles.items
    this.teams = ofTeams.items
    this.inboxes = ofInboxes.items
  }

  role(id: string): Role | undefined {
    return this.roles.find(role => role.id === id)
  }

  teamNames(ids: readonly string[]): string[] {
    return this.teams.filter(team => ids.includes(team.id)).map(team => team.name)
  }
}

export const grounds = new Grounds()
