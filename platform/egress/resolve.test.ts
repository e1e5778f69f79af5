import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { expect, test } from 'vitest'
import { readAllowList } from './allow.ts'
import { EgressFailure } from './failure.ts'
import { createHttp } from './http.ts'
import { createEgress } from './index.ts'
import { createResolver, type Lookup } from './resolve.ts'

/** A name server that gives these answers in turn and counts the questions. */
function nameServer(...answers: string[][]): Lookup & { asked: string[] } {
  const asked: string[] = []
  const lookup = async (host: string) => {
    asked.push(host)
    return answers[Math.min(asked.length, answers.length) - 1] ?? []
  }
  return Object.assign(lookup, { asked })
}

const deny = readAllowList([])

test('a host with global addresses resolves to them', async () => {
  const resolve = createResolver(deny, nameServer(['9.9.9.9', '2620:fe::fe']))
  expect(await resolve({ host: 'provider.example' })).toEqual(['9.9.9.9', '2620:fe::fe'])
})

test('one private address among global ones forbids the host', async () => {
  for (const address of ['10.0.0.1', '::1', '::ffff:192.168.1.1', 'fe80::1%eth0', 'nonsense']) {
    const resolve = createResolver(deny, nameServer(['9.9.9.9', address]))
    await expect(resolve({ host: 'provider.example' })).rejects.toMatchObject({ sent: 'no', forbidden: true })
  }
})

test.each([
  '127.1',
  '0x7f.1',
  '2130706433',
  '017700000001',
  'localhost',
  'localhost.',
  '[::1]',
  '0',
  '::ffff:127.0.0.1',
])('the spelling %s is forbidden by the address it leads to', async host => {
  await expect(createEgress({}).resolve(host)).rejects.toMatchObject({ sent: 'no', forbidden: true })
})

test.each(['', 'a b', 'a/b', 'a@b', 'a\r\nb', 'a%00', 'x'.repeat(300)])(
  '"%s" is no host name',
  async host => {
    await expect(createEgress({}).resolve(host)).rejects.toThrow(/is not a host name/)
  },
)

test('a host without an address, or an unknown one, is a failure that sent nothing', async () => {
  const silent = createResolver(deny, nameServer([]))
  await expect(silent({ host: 'empty.example' })).rejects.toMatchObject({ sent: 'no', forbidden: false })
  const unknown = createResolver(deny, () => Promise.reject(new Error('ENOTFOUND')))
  await expect(unknown({ host: 'gone.example' })).rejects.toThrow(/no host named gone.example/)
})

test('resolve opens an entry with a port only when that port is asked for', async () => {
  const egress = createEgress({ allow: ['127.0.0.1:993'] })
  expect(await egress.resolve('127.0.0.1', 993)).toBe('127.0.0.1')
  await expect(egress.resolve('127.0.0.1', 25)).rejects.toMatchObject({ forbidden: true })
  await expect(egress.resolve('127.0.0.1')).rejects.toMatchObject({ forbidden: true })
  expect(await createEgress({ allow: ['localhost'] }).resolve('localhost')).toMatch(/^(127\.0\.0\.1|::1)$/)
})

async function listening(server: ReturnType<typeof createServer>) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('a name that turns private after the first look-up is connected to where it was checked', async () => {
  const server = createServer(socket => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
  })
  const port = await listening(server)
  const lookup = nameServer(['127.0.0.1'], ['10.0.0.1'])
  const { http, close } = createHttp(createResolver(readAllowList(['127.0.0.1']), lookup))
  expect((await http(`http://rebind.example:${port}/`)).body.toString()).toBe('ok')
  expect(lookup.asked).toEqual(['rebind.example'])
  await close()
  server.close()
})

test('a dead first address does not keep the request from the second', async () => {
  const server = createServer(socket => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'))
  })
  const port = await listening(server)
  const lookup = nameServer(['127.0.0.9', '127.0.0.1'])
  const { http, close } = createHttp(createResolver(readAllowList(['127.0.0.0/8']), lookup))
  expect((await http(`http://two.example:${port}/`)).status).toBe(200)
  await close()
  server.close()
})

test('TLS is asked for under the name of the host, not the address', async () => {
  let settle: (name: string) => void = () => {}
  const asked = new Promise<string>(resolve => {
    settle = resolve
  })
  const server = createTlsServer({
    SNICallback: (name, done) => {
      settle(name)
      done(new Error('no certificate here'))
    },
  })
  server.on('tlsClientError', () => {})
  const port = await listening(server)
  const { http, close } = createHttp(createResolver(readAllowList(['127.0.0.1']), nameServer(['127.0.0.1'])))
  await expect(http(`https://secure.example.:${port}/`)).rejects.toMatchObject({ sent: 'no' })
  expect(await asked).toBe('secure.example')
  await close()
  server.close()
})

test('a request whose time ran out before a connection stood is never sent later', async () => {
  const received: Buffer[] = []
  const server = createServer(socket => socket.on('data', chunk => received.push(chunk)))
  const arrived = once(server, 'connection') as Promise<[Socket]>
  const port = await listening(server)
  let answer: (addresses: string[]) => void = () => {}
  const slow: Lookup = () =>
    new Promise(resolve => {
      answer = resolve
    })
  const { http, close } = createHttp(createResolver(readAllowList(['127.0.0.1']), slow))
  const failed = await http(`http://slow.example:${port}/`, { timeoutMs: 50 }).catch(
    (error: unknown) => error,
  )
  expect(failed).toBeInstanceOf(EgressFailure)
  expect(failed).toMatchObject({ sent: 'no' })
  answer(['127.0.0.1'])
  const [socket] = await arrived
  await once(socket, 'close')
  expect(Buffer.concat(received)).toHaveLength(0)
  await close()
  server.close()
})
