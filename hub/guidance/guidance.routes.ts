/** Routes of the first steps: endpoint -> verb. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { Guidance } from './guidance.api.ts'
import { readGuidance } from './read-guidance.ts'

export const guidanceRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/guidance',
    'signed-in',
    { summary: 'First steps, and which of them are done', answer: Guidance },
    (tx, { who }) => readGuidance(app, tx, who),
  ),
]
