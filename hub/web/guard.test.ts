import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response } from 'express'
import { afterAll, describe, expect, it } from 'vitest'
import { toProblem } from '../../platform/http/problem.ts'
import { clientAddressHeader } from '../../platform/identity/client-address.ts'
import { createLog } from '../../platform/log.ts'
import { guard, pagesFollow } from './guard.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** The guard in front of routes that answer with what they were told of the caller. */
async function guarded(trustProxy: string, https = false) {
  const app = express()
  guard(app, { trustProxy, https })
  app.all('/api/{*path}', (req, res) => void res.json({ from: req.headers[clientAddressHeader] }))
  app.use(pagesFollow, (_req, res) => void res.send('a page'))
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(toProblem(error, createLog('silent'), '').status).end()
  })
  const server = createServer(app)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    ask: (method: string, path: string, headers: Record<string, string> = {}) =>
      fetch(`http://${host}${path}`, { method, headers }),
  }
}

describe('the address of a caller', () => {
  const forged = {
    'x-forwarded-for': '192.0.2.7',
    'x-real-ip': '192.0.2.7',
    'x-client-ip': '192.0.2.7',
    'cf-connecting-ip': '192.0.2.7',
    'true-client-ip': '192.0.2.7',
    forwarded: 'for=192.0.2.7',
    [clientAddressHeader]: '192.0.2.7',
  }
  const seen = async (trustProxy: string, headers: Record<string, string>) => {
    const { ask } = await guarded(trustProxy)
    return ((await (await ask('GET', '/api/x', headers)).json()) as { from: string }).from
  }

  it('is that of the connection, whatever headers say', async () => {
    expect(await seen('', forged)).toBe('127.0.0.1')
  })

  it('is not believed from a proxy that is not ours', async () => {
    expect(await seen('198.51.100.1', forged)).toBe('127.0.0.1')
  })

  it('comes from X-Forwarded-For of our proxy alone, past what the caller put in front', async () => {
    expect(await seen('127.0.0.1', { ...forged, 'x-forwarded-for': '10.0.0.1, 203.0.113.9' })).toBe(
      '203.0.113.9',
    )
    expect(await seen('127.0.0.1', { ...forged, 'x-forwarded-for': '::ffff:203.0.113.9' })).toBe(
      '203.0.113.9',
    )
    const { 'x-forwarded-for': _, ...others } = forged
    expect(await seen('127.0.0.1', others)).toBe('127.0.0.1')
  })
})

describe('a change of data', () => {
  const cookie = 'trunkline.session_token=x'

  it('from our own page, or from a program, passes', async () => {
    const { ask, host } = await guarded('')
    const ours: Record<string, string>[] = [
      { cookie, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
      { cookie },
      { cookie, 'sec-fetch-site': 'none' },
      { authorization: 'Bearer tl_x', origin: 'https://elsewhere.example' },
      {},
    ]
    for (const headers of ours) expect((await ask('POST', '/api/x', headers)).status).toBe(200)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('from a page of another site is refused: %s', async method => {
    const { ask, host } = await guarded('')
    const theirs: Record<string, string>[] = [
      { cookie, origin: 'https://elsewhere.example' },
      { origin: 'https://elsewhere.example' },
      { cookie, origin: 'null' },
      { cookie, origin: `http://${host}.elsewhere.example` },
      { cookie, origin: `http://elsewhere.example/${host}` },
      { cookie, 'sec-fetch-site': 'cross-site' },
      { cookie, 'sec-fetch-site': 'same-site' },
      { cookie, authorization: 'Basic dGw6', origin: 'https://elsewhere.example' },
    ]
    for (const headers of theirs) {
      expect((await ask(method, '/api/x', headers)).status, JSON.stringify(headers)).toBe(403)
    }
    const signIn = { cookie, authorization: 'Bearer tl_x', origin: 'https://elsewhere.example' }
    expect((await ask(method, '/api/auth/sign-out', signIn)).status).toBe(403)
  })

  it('is not what a method named in a header or in the query says', async () => {
    const { ask } = await guarded('')
    const headers = { cookie, origin: 'https://elsewhere.example', 'x-http-method-override': 'GET' }
    expect((await ask('POST', '/api/x?_method=GET', headers)).status).toBe(403)
  })
})

describe('headers', () => {
  it('of an answer that is no page let a browser do nothing with it', async () => {
    const { ask } = await guarded('', true)
    const answers = [
      await ask('GET', '/api/x'),
      await ask('POST', '/api/x', { origin: 'https://elsewhere.example' }),
    ]
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'referrer-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age='),
        'cache-control': 'no-store',
      })
      expect(headers.has('x-powered-by')).toBe(false)
    }
  })

  it('of a page leave its policy to the page', async () => {
    const { headers } = await (await guarded('')).ask('GET', '/')
    expect(headers.has('content-security-policy')).toBe(false)
    expect(headers.get('permissions-policy')).toContain('microphone=()')
  })
})
