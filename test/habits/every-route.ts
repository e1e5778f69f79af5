/** Every route there is: the API, the demo's simulator, and what is served elsewhere but documented. */
import type { App } from '../../hub/app.ts'
import { type DemoSides, demoRoutes } from '../../hub/demo/demo.routes.ts'
import { apiRoutes } from '../../hub/routes.ts'
import { documentedRoutes } from '../../hub/web/documented.ts'
import type { Endpoint } from '../../platform/http/endpoint.ts'

// Declaring a route touches nothing of the app; only calling one does, and here none is called.
const app = {} as App

export const everyRoute = (): Endpoint[] => [
  ...documentedRoutes,
  ...apiRoutes(app),
  ...demoRoutes(app, () => ({}) as DemoSides),
]
