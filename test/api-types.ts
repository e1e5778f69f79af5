/** The API's TypeScript types, made from its OpenAPI document; the pages' client is typed by them. */
import openapiTS, { astToString } from 'openapi-typescript'
import type { App } from '../hub/app.ts'
import { demoRoutes } from '../hub/demo/demo.routes.ts'
import { apiRoutes } from '../hub/routes.ts'
import { documentedRoutes } from '../hub/web/documented.ts'
import { openApiDocument } from '../platform/http/openapi.ts'

/** Every route, the demo's included; nothing here is called. */
export function wholeDocument(publicUrl = 'http://localhost:3000'): Record<string, unknown> {
  const app = {} as App
  const routes = [...documentedRoutes, ...apiRoutes(app), ...demoRoutes(app, () => Promise.reject() as never)]
  return openApiDocument(routes, publicUrl)
}

export async function apiTypes(): Promise<string> {
  return `// Made by "npm run generate" from the routes. Do not edit.\n${astToString(await openapiTS(wholeDocument() as never))}`
}
