import type { RequestHandler } from 'express'
import { buildUi } from '../ui/build.ts'

/** The pages as the server serves them, built when the sources changed. */
export async function loadPages(): Promise<RequestHandler> {
  await buildUi(() => {})
  const built = (await import(new URL('../ui/build/handler.js', import.meta.url).href)) as {
    handler: RequestHandler
  }
  return built.handler
}
