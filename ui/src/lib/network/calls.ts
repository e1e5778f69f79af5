/** The network, as the server speaks of it. */
import { client, Failure, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'
import type { PageOf, Query } from '../records/paged.svelte.ts'
import { say } from '../words/say.ts'

type Schemas = components['schemas']
export type NetworkNow = Schemas['Network']
export type Router = Schemas['NetworkRouter']
export type SessionRow = Schemas['NetworkSession']
export type SessionDetail = Schemas['NetworkSessionDetail']
export type SignIn = Schemas['NetworkSignIn']
type Course = Pick<
  SessionRow,
  'startedAt' | 'updatedAt' | 'stoppedAt' | 'stopCause' | 'uploadBytes' | 'downloadBytes'
>
/** Comes by socket only: what RADIUS did since the last word. */
export type NetworkWord = {
  at: string
  online: number
  accepted: number
  refused: number
  /** Those that opened or ended, as they are now. */
  sessions: (Pick<SessionRow, 'id' | 'ip'> & Course)[]
  more: boolean
}

const from = (query: Query, cursor: string | null) => ({
  params: { query: { ...query, ...(cursor ? { cursor } : {}) } },
})

export const networkCalls = {
  now: () => ok(client.GET('/api/network')),
  routers: () => ok(client.GET('/api/network/routers')),
  sessions: (query: Query, cursor: string | null): Promise<PageOf<SessionRow>> =>
    ok(client.GET('/api/network/sessions', from(query, cursor) as never)),
  session: (id: string) => ok(client.GET('/api/network/sessions/{id}', { params: { path: { id } } })),
  signIns: (query: Query, cursor: string | null): Promise<PageOf<SignIn>> =>
    ok(client.GET('/api/network/sign-ins', from(query, cursor) as never)),
}

/** The sessions as a file. A Failure says why there is none, such as too many rows. */
export async function sessionsFile(query: Query): Promise<Blob> {
  const response = await fetch(`/api/network/export?${new URLSearchParams(query)}`).catch(() => {
    throw new Failure(0, say`The server cannot be reached right now.`)
  })
  if (response.ok) return response.blob()
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null
  throw new Failure(response.status, problem?.detail ?? say`The file could not be made.`)
}
