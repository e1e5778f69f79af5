/** Routes: how people sign in, and their sessions. Signing in itself is under /api/auth: door.ts. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { setPolicy, showPolicy } from './policy.ts'
import { ownSecurity } from './security.ts'
import {
  endMemberSessions,
  endOtherSessions,
  endOwnSession,
  listSessions,
  memberSessions,
} from './sessions.ts'
import * as api from './sign-in.api.ts'

export const signInRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/sign-in-policy',
    'sign-in.manage',
    { summary: 'How people of this provider may sign in', answer: api.Policy },
    tx => showPolicy(app, tx),
  ),
  endpoint(
    'put',
    '/api/sign-in-policy',
    'sign-in.manage',
    { summary: 'Choose how people may sign in', body: api.changePolicy, answer: api.Policy },
    (tx, { who, body }) => setPolicy(app, tx, who, body),
  ),
  endpoint(
    'get',
    '/api/me/security',
    'signed-in',
    { summary: 'How my account is secured', answer: api.Security },
    (_tx, { who }) => ownSecurity(app, who),
  ),
  endpoint(
    'get',
    '/api/me/sessions',
    'signed-in',
    { summary: 'Where I am signed in', answer: api.Sessions },
    (_tx, { who }) => listSessions(app, who.userId, who.sessionId),
  ),
  endpoint(
    'delete',
    '/api/me/sessions/{id}',
    'signed-in',
    { summary: 'End one of my sessions', params: api.sessionParams },
    (tx, { who, params }) => endOwnSession(app, tx, who, params.id),
  ),
  endpoint(
    'post',
    '/api/me/sessions/revoke-others',
    'signed-in',
    { summary: 'End all my sessions but this one', answer: api.Ended },
    (tx, { who }) => endOtherSessions(app, tx, who),
  ),
  endpoint(
    'get',
    '/api/members/{id}/sessions',
    'members.manage',
    { summary: 'Where a colleague is signed in', params: api.memberParams, answer: api.Sessions },
    (tx, { who, params }) => memberSessions(app, tx, who, params.id),
  ),
  endpoint(
    'post',
    '/api/members/{id}/sessions/revoke',
    'members.manage',
    { summary: 'End all sessions of a colleague', params: api.memberParams, answer: api.Ended },
    (tx, { who, params }) => endMemberSessions(app, tx, who, params.id),
  ),
]
