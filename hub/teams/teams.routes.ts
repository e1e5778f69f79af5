/** Routes of teams. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import { idParam } from '../people/people.api.ts'
import * as api from './teams.api.ts'
import { addTeam, changeTeam, findTeams, removeTeam } from './teams.ts'

const params = idParam

export const teamRoutes = (): Endpoint[] => [
  endpoint('get', '/api/teams', 'members.read', { summary: 'Teams', answer: api.Teams }, tx => findTeams(tx)),
  endpoint(
    'post',
    '/api/teams',
    'teams.manage',
    { summary: 'Make a team', body: api.writeTeam, answer: api.Team, status: 201 },
    (tx, { who, body }) => addTeam(tx, who, body),
  ),
  endpoint(
    'patch',
    '/api/teams/{id}',
    'teams.manage',
    { summary: 'Change its name, people or inboxes', params, body: api.changeTeam, answer: api.Team },
    (tx, { who, params: { id }, body }) => changeTeam(tx, who, id, body),
  ),
  endpoint(
    'delete',
    '/api/teams/{id}',
    'teams.manage',
    { summary: 'Remove a team; its people stay', params },
    (tx, { params: { id } }) => removeTeam(tx, id),
  ),
]
