/** Routes: The audit trail. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'

export const auditRoutes = (_app: App): Endpoint[] => []
