/** Routes of API keys: endpoint -> verb. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { findKeys } from './find-keys.ts'
import * as api from './keys.api.ts'
import { makeKey } from './make-key.ts'
import { permissionList } from './permission-list.ts'
import { revokeKey } from './revoke-key.ts'

export const keyRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/keys',
    'keys.manage',
    { summary: 'API keys of this provider', answer: api.ApiKeys },
    async tx => ({ items: await findKeys(tx) }),
  ),
  endpoint(
    'post',
    '/api/keys',
    'keys.manage',
    {
      summary: 'Make an API key; the answer shows it this once',
      body: api.makeKey,
      answer: api.MadeApiKey,
      status: 201,
      onceOnly: true,
    },
    (tx, { who, body }) => makeKey(tx, who, body, app.clock.now()),
  ),
  endpoint(
    'delete',
    '/api/keys/{id}',
    'keys.manage',
    { summary: 'Revoke an API key', params: api.keyParam },
    (tx, { params: { id } }) => revokeKey(tx, id, app.clock.now()),
  ),
  endpoint(
    'get',
    '/api/permissions',
    'signed-in',
    {
      summary: 'Permission words with their meaning, and the built-in roles',
      answer: api.Permissions,
      forKeys: true,
    },
    async (_tx, { who }) => permissionList(who),
  ),
]
