/** Routes of the verified caller. Sending waits for a provider, and a wrong code must count: both commit on their own. */
import { type Endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { checkCode } from './check-code.ts'
import { startVerification } from './start-verification.ts'
import * as api from './verify.api.ts'

const params = idParam

export const verifyRoutes = (app: App): Endpoint[] => [
  waitingEndpoint(
    'post',
    '/api/conversations/{id}/verify',
    'conversations.reply',
    {
      summary: 'Send a code to an address on record of a customer',
      params,
      body: api.start,
      answer: api.CodeSent,
    },
    ({ who, params: { id }, body }) => startVerification(app, who, id, body),
  ),
  waitingEndpoint(
    'post',
    '/api/conversations/{id}/verify/check',
    'conversations.reply',
    { summary: 'Check the code the customer says', params, body: api.check, answer: api.Verified },
    ({ who, params: { id }, body }) => checkCode(app, who, id, body.code),
  ),
]
