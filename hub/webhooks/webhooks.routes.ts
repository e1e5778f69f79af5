/** Routes: Outgoing webhooks. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'

export const webhookRoutes = (_app: App): Endpoint[] => []
