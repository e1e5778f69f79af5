/** Routes: API keys. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'

export const keyRoutes = (_app: App): Endpoint[] => []
