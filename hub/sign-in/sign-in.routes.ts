/** Routes: Ways to sign in, and one's own sessions. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'

export const signInRoutes = (_app: App): Endpoint[] => []
