import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createEgress, type Egress, EgressFailure, type EgressRequest } from './index.ts'

const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listen(server: Server | TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

function door(allow: string[] = []): Egress {
  const egress = createEgress({ allow })
  closing.push(() => egress.close())
  return egress
}

async function failure(egress: Egress, url: string, init?: EgressRequest): Promise<EgressFailure> {
  const error = await egress.http(url, init).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(EgressFailure)
  return error as EgressFailure
}

test('a request to an allowed origin carries method, headers and body and returns the answer', async () => {
  const origin = await serve(async (request, response) => {
    const body = await request.setEncoding('utf8').toArray()
    response.writeHead(201, { 'X-Seen': `${request.method} ${request.url}`, 'Set-Cookie': ['a=1', 'b=2'] })
    response.end(
      JSON.stringify({ body: body.join(''), key: request.headers['x-key'], host: request.headers.host }),
    )
  })
  const answer = await door([origin]).http(`${origin}/path?q=1`, {
    method: 'POST',
    headers: { 'X-Key': 'k', 'Content-Type': 'text/plain' },
    body: 'héllo',
  })
  expect(answer.status).toBe(201)
  expect(answer.headers['x-seen']).toBe('POST /path?q=1')
  expect(answer.headers['set-cookie']).toBe('a=1, b=2')
  expect(JSON.parse(answer.body.toString())).toEqual({ body: 'héllo', key: 'k', host: new URL(origin).host })
})

test('an error status is an answer, not a failure', async () => {
  const origin = await serve((_, response) => response.writeHead(503).end('busy'))
  const answer = await door([origin]).http(origin)
  expect([answer.status, answer.body.toString()]).toEqual([503, 'busy'])
})

test('header values and names with line breaks, and a foreign host header, are refused', async () => {
  let requests = 0
  const origin = await serve((_, response) => {
    requests++
    response.end()
  })
  const egress = door([origin])
  for (const headers of [
    { 'x-a': 'b\r\nx-c: d' },
    { 'x-a': 'b\nc' },
    { 'x-a\r\nx-b': 'c' },
    { Host: 'other.example' },
    { 'x-a': 'snow ☃' },
  ] as Record<string, string>[]) {
    expect((await failure(egress, origin, { headers })).sent).toBe('no')
  }
  expect(requests).toBe(0)
})

test('a redirect is handed back, not followed', async () => {
  const seen: (string | undefined)[] = []
  const origin = await serve((request, response) => {
    seen.push(request.url)
    response.writeHead(302, { Location: '/elsewhere' }).end()
  })
  const answer = await door([origin]).http(`${origin}/here`)
  expect([answer.status, answer.headers.location, seen]).toEqual([302, '/elsewhere', ['/here']])
})

test('a refused connection was certainly not sent', async () => {
  const server = createTcpServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  expect(await failure(door([`127.0.0.1:${port}`]), `http://127.0.0.1:${port}/`)).toMatchObject({
    sent: 'no',
    forbidden: false,
  })
})

test('a host that does not exist was certainly not sent', async () => {
  expect(await failure(door(), 'http://no-such-host.invalid/')).toMatchObject({
    sent: 'no',
    forbidden: false,
  })
})

test('a server without TLS behind an https address was certainly not sent the request', async () => {
  const port = await listen(createTcpServer(socket => socket.on('error', () => {}).end('hello\r\n')))
  const refused = await failure(door([`127.0.0.1:${port}`]), `https://127.0.0.1:${port}/`, {
    body: 'x',
    method: 'POST',
  })
  expect(refused.sent).toBe('no')
})

test('a server that never answers may have got the request', async () => {
  const origin = await serve(() => {})
  expect((await failure(door([origin]), origin, { timeoutMs: 100 })).sent).toBe('maybe')
})

test('a server that answers more slowly than the time allowed may have got the request', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'Content-Length': '10' }).write('half')
  })
  expect((await failure(door([origin]), origin, { timeoutMs: 100 })).sent).toBe('maybe')
})

test('a hang-up after the request may have been sent, and it is not repeated', async () => {
  let requests = 0
  const origin = await serve(request => {
    requests++
    request.socket.destroy()
  })
  expect((await failure(door([origin]), origin)).sent).toBe('maybe')
  expect(requests).toBe(1)
})

test('a reset on a reused connection is not repeated either, whatever the method', async () => {
  let requests = 0
  const ports = new Set<number | undefined>()
  const origin = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    if (++requests === 1) response.end('first')
    else request.socket.resetAndDestroy()
  })
  const egress = door([origin])
  await egress.http(origin)
  await setImmediate() // the pool takes the connection back in a later turn
  expect((await failure(egress, origin, { method: 'GET' })).sent).toBe('maybe')
  expect([requests, ports.size]).toEqual([2, 1])
})

test('an answer larger than allowed is cut off, announced or not', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/announced') response.setHeader('Content-Length', '1000')
    response.end(Buffer.alloc(1000))
  })
  const egress = door([origin])
  expect(await failure(egress, `${origin}/announced`, { maxBytes: 999 })).toMatchObject({ sent: 'maybe' })
  expect(await failure(egress, `${origin}/chunked`, { maxBytes: 999 })).toMatchObject({ sent: 'maybe' })
  expect((await egress.http(origin, { maxBytes: 1000 })).body).toHaveLength(1000)
})

test('one failing request does not disturb another on the same origin', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/good') response.end('good')
  })
  const egress = door([origin])
  const [bad, good] = await Promise.all([
    failure(egress, `${origin}/hang`, { timeoutMs: 100 }),
    egress.http(`${origin}/good`),
  ])
  expect([bad.sent, good.body.toString()]).toEqual(['maybe', 'good'])
})

test('after close nothing is sent any more', async () => {
  const origin = await serve((_, response) => response.end())
  const egress = createEgress({ allow: [origin] })
  await egress.http(origin)
  await egress.close()
  expect((await failure(egress, origin)).sent).toBe('no')
})
