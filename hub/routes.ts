/** Every route of the API. The server, the OpenAPI document and the proofs are made from this list. */
import type { Endpoint } from '../platform/http/endpoint.ts'
import type { App } from './app.ts'
import { auditRoutes } from './audit/audit.routes.ts'
import { contextRoutes } from './context/context.routes.ts'
import { conversationRoutes } from './conversations/conversations.routes.ts'
import { inboxRoutes } from './inboxes/inboxes.routes.ts'
import { keyRoutes } from './keys/keys.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { selfRoutes } from './self/self.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'
import { teamRoutes } from './teams/teams.routes.ts'
import { tenantRoutes } from './tenants/tenants.routes.ts'
import { webhookRoutes } from './webhooks/webhooks.routes.ts'

export const apiRoutes = (app: App): Endpoint[] => [
  ...peopleRoutes(app),
  ...conversationRoutes(app),
  ...contextRoutes(app),
  ...inboxRoutes(app),
  ...teamRoutes(),
  ...selfRoutes(app),
  ...tenantRoutes(app),
  ...signInRoutes(app),
  ...keyRoutes(app),
  ...webhookRoutes(app),
  ...auditRoutes(app),
]
