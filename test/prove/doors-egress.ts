/** The one door out, by itself: spellings, redirects, and names that change their mind. */

import { createServer } from 'node:http'
import { readAllowList } from '../../platform/egress/allow.ts'
import { createHttp } from '../../platform/egress/http.ts'
import { createEgress, EgressFailure } from '../../platform/egress/index.ts'
import { createResolver } from '../../platform/egress/resolve.ts'
import type { FakeServer } from '../fakes/fake-server.ts'
import type { Checks } from './checks.ts'
import { type Canary, listen } from './doors-canary.ts'
import { bare, privateHosts, privateUrls } from './doors-spellings.ts'

type Scene = { checks: Checks; canary: Canary; redirector: FakeServer }

export async function proveEgress({ checks, canary, redirector }: Scene): Promise<void> {
  const closed = createEgress({})
  const urls = privateUrls(canary.port)
  checks.step(
    `${privateHosts.length} spellings of private hosts, ${urls.length} of addresses, at the door itself`,
  )
  try {
    for (const host of privateHosts) {
      const at = `${host}:${canary.port}/`
      checks.same(`http://${at}`, 'refused', await told(closed.http(`http://${at}`)))
      checks.same(`https://${at}`, 'refused', await told(closed.http(`https://${at}`)))
      checks.same(`resolving ${host}`, 'refused', await told(closed.resolve(bare(host), canary.port)))
    }
    for (const url of urls) checks.same(JSON.stringify(url), 'refused', await told(closed.http(url)))
  } finally {
    await closed.close()
  }
  await proveRedirects({ checks, canary, redirector })
  await proveRebinding(checks)
}

/** "refused" when nothing was even tried: no such host, no such address, or not one of the open internet. */
async function told(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return 'an answer'
  } catch (error) {
    if (!(error instanceof EgressFailure)) return String(error)
    return error.sent === 'no' && !error.message.startsWith('Could not connect') ? 'refused' : error.message
  }
}

async function proveRedirects({ checks, canary, redirector }: Scene): Promise<void> {
  const open = createEgress({ allow: [redirector.url] })
  checks.step('redirects to a private address')
  try {
    for (const status of [300, 301, 302, 303, 305, 307, 308]) {
      for (const method of ['GET', 'POST']) {
        const answer = await open.http(`${redirector.url}/${status}/x`, { method })
        checks.same(`a ${status} to ${method} is the answer itself`, status, answer.status)
      }
    }
    const { hostname } = new URL(redirector.url)
    const beside = await told(open.http(`http://${hostname}:${canary.port}/`))
    checks.same('an allowed host at another port', 'refused', beside)
  } finally {
    await open.close()
  }
}

/**
 * The open internet is played by 127.0.0.1, which alone is allowed here; the private network is another address of this
 * machine with a canary of its own on the same port.
 */
async function proveRebinding(checks: Checks): Promise<void> {
  let reached = 0
  let lured = 0
  const good = createServer((_req, res) => {
    reached += 1
    res.writeHead(200, { connection: 'close' }).end('good')
  })
  await listen(good, '127.0.0.1', 0)
  const { port } = good.address() as { port: number }
  const bad = await privateTwin(port, () => {
    lured += 1
  })
  const rounds = rebindings('127.0.0.1', bad.address)
  checks.step(`${rounds.length} names that change their mind, ${bad.address} being private`)
  try {
    for (const { what, answers, first, second } of rounds) {
      let asked = 0
      const lookup = async () => answers[Math.min(asked++, answers.length - 1)] ?? []
      const { http, close } = createHttp(createResolver(readAllowList(['127.0.0.1/32']), lookup))
      checks.same(`${what}: first`, first, await told(http(`http://rebind.example:${port}/`)))
      checks.same(`${what}: then`, second, await told(http(`http://rebind.example:${port}/`)))
      checks.same(`${what}: looked up once a connection`, 2, asked)
      await close()
    }
    checks.holds('the public address was reached', reached > 0, 'some', reached)
    checks.same('connections to the private address', 0, lured)
  } finally {
    good.close()
    bad.stop()
  }
}

type Rebinding = { what: string; answers: string[][]; first: string; second: string }

const rebindings = (open: string, inside: string): Rebinding[] => [
  { what: 'public, then private', answers: [[open], [inside]], first: 'an answer', second: 'refused' },
  { what: 'private, then public', answers: [[inside], [open]], first: 'refused', second: 'an answer' },
  { what: 'public and private', answers: [[open, inside]], first: 'refused', second: 'refused' },
  { what: 'private and public', answers: [[inside, open]], first: 'refused', second: 'refused' },
  { what: 'public, then both', answers: [[open], [open, inside]], first: 'an answer', second: 'refused' },
  {
    what: 'public, then mapped',
    answers: [[open], [`::ffff:10.0.0.1`]],
    first: 'an answer',
    second: 'refused',
  },
  { what: 'public, then nothing', answers: [[open], []], first: 'an answer', second: 'refused' },
]

/** The same port at an address that is not 127.0.0.1. */
async function privateTwin(port: number, onConnection: () => void) {
  for (const address of ['127.0.0.2', '::1']) {
    const server = createServer().on('connection', onConnection)
    const listening = await listen(server, address, port).catch(() => null)
    if (listening) return { address, stop: () => void server.close() }
  }
  throw new Error('this machine has no second loopback address to play the private network')
}
