/** Every route of the API. The server, the OpenAPI document and the proofs are made from this list. */
import type { Endpoint } from '../platform/http/endpoint.ts'
import type { App } from './app.ts'
import { auditRoutes } from './audit/audit.routes.ts'
import { bulkRoutes } from './bulk/bulk.routes.ts'
import { contactRoutes } from './contacts/contacts.routes.ts'
import { contextRoutes } from './context/context.routes.ts'
import { conversationRoutes } from './conversations/conversations.routes.ts'
import { customerRoutes } from './customers/customers.routes.ts'
import { customerHistoryRoutes } from './customers/history.routes.ts'
import { deliveryRoutes } from './delivery/delivery.routes.ts'
import { deskRoutes } from './desk/desk.routes.ts'
import { draftRoutes } from './drafts/drafts.routes.ts'
import { guidanceRoutes } from './guidance/guidance.routes.ts'
import { inboxRoutes } from './inboxes/inboxes.routes.ts'
import { keyRoutes } from './keys/keys.routes.ts'
import { moveRoutes } from './moves/moves.routes.ts'
import { networkRoutes } from './network/network.routes.ts'
import { notificationRoutes } from './notifications/notifications.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { pushRoutes } from './push/push.routes.ts'
import { replyRoutes } from './replies/replies.routes.ts'
import { savedListRoutes } from './saved-lists/saved-lists.routes.ts'
import { searchRoutes } from './search/search.routes.ts'
import { selfRoutes } from './self/self.routes.ts'
import { signInRoutes } from './sign-in/sign-in.routes.ts'
import { teamRoutes } from './teams/teams.routes.ts'
import { templateRoutes } from './templates/templates.routes.ts'
import { tenantRoutes } from './tenants/tenants.routes.ts'
import { ticketRoutes } from './tickets/tickets.routes.ts'
import { uploadRoutes } from './uploads/uploads.routes.ts'
import { verifyRoutes } from './verify/verify.routes.ts'
import { viewRoutes } from './views/views.routes.ts'
import { webhookRoutes } from './webhooks/webhooks.routes.ts'

export const apiRoutes = (app: App): Endpoint[] => [
  ...peopleRoutes(app),
  ...conversationRoutes(app),
  ...deskRoutes(app),
  ...moveRoutes(app),
  ...draftRoutes(app),
  ...uploadRoutes(app),
  ...replyRoutes(app),
  ...deliveryRoutes(app),
  ...contextRoutes(app),
  ...contactRoutes(app),
  ...ticketRoutes(app),
  ...customerRoutes(app),
  ...customerHistoryRoutes(app),
  ...verifyRoutes(app),
  ...inboxRoutes(app),
  ...templateRoutes(app),
  ...teamRoutes(),
  ...notificationRoutes(app),
  ...pushRoutes(app),
  ...searchRoutes(app),
  ...selfRoutes(app),
  ...tenantRoutes(app),
  ...signInRoutes(app),
  ...keyRoutes(app),
  ...webhookRoutes(app),
  ...viewRoutes(app),
  ...savedListRoutes(),
  ...bulkRoutes(app),
  ...auditRoutes(app),
  ...guidanceRoutes(app),
  ...networkRoutes(app),
]
