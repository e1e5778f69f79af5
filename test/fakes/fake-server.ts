/**
 * The small HTTP server every fake provider stands on. It speaks real HTTP on loopback, hands each request on with its
 * raw bytes and parsed JSON, and can misbehave as providers do: destroy the socket, or never answer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a fake accepted, in order. Only what stands here would have reached the customer. */
export type Ledger<Entry> = (Entry & { at: Date })[]

export type FakeRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: Buffer
  /** The parsed body; undefined when it is empty or not JSON. */
  json: unknown
  /** Aborted when the caller goes away before it was answered. */
  gone: AbortSignal
}

/** `hang-up` destroys the socket without a byte; `hang` never answers until the server stops. */
export type FakeAnswer =
  | { status: number; json?: unknown; bytes?: Buffer; headers?: Record<string, string> }
  | 'hang-up'
  | 'hang'

export type FakeServer = { url: string; stop(): Promise<void> }

/** Listens on loopback, on `port` or a free one. A handler that throws is answered 500 with its words. */
export async function startFakeServer(
  handle: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  port = 0,
): Promise<FakeServer> {
  const server = createServer((request, response) => {
    takeIn(request, response)
      .then(handle)
      .catch((error: unknown): FakeAnswer => ({ status: 500, json: { fake: String(error) } }))
      .then(answer => respond(response, answer))
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${actual}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function takeIn(request: IncomingMessage, response: ServerResponse): Promise<FakeRequest> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers,
    body,
    json: parse(body),
    gone: gone.signal,
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function respond(response: ServerResponse, answer: FakeAnswer): void {
  if (answer === 'hang') return
  if (answer === 'hang-up') {
    response.socket?.destroy()
    return
  }
  const bytes = answer.bytes ?? Buffer.from(JSON.stringify(answer.json ?? {}))
  const contentType = answer.bytes ? 'application/octet-stream' : 'application/json'
  response.writeHead(answer.status, { 'content-type': contentType, ...answer.headers })
  response.end(bytes)
}
