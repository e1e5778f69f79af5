/** The API's own description. */
import { Failure } from './client.ts'

export async function openApiDocument(): Promise<unknown> {
  const response = await fetch('/api/openapi.json').catch(() => {
    throw new Failure(0, 'The server cannot be reached right now.')
  })
  if (!response.ok)
    throw new Failure(response.status, `The API description could not be read (${response.status}).`)
  return response.json()
}
