import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createEgress, EgressFailure } from './index.ts'

async function failure(url: string, allow: string[] = []): Promise<EgressFailure> {
  const egress = createEgress({ allow })
  const error = await egress.http(url).catch((thrown: unknown) => thrown)
  await egress.close()
  expect(error).toBeInstanceOf(EgressFailure)
  return error as EgressFailure
}

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0x7F.1/',
  'http://127.0.0.1./',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
  'http://127.0.0.1:80/',
  'https://127.0.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://10.0.0.1/',
  'http://192.168.0.1:8080/',
  'http:\\\\127.0.0.1\\',
  'http://127.0.0.1#@provider.example/',
])('%s is forbidden and nothing is sent', async url => {
  const refused = await failure(url)
  expect(refused).toMatchObject({ sent: 'no', forbidden: true })
})

test('spellings of a listening loopback port never reach it', async () => {
  let connections = 0
  const server = createServer((_, response) => response.end())
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    'localhost',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ]) {
    expect((await failure(`http://${host}:${port}/`, ['http://127.0.0.1:1'])).forbidden).toBe(true)
  }
  expect(connections).toBe(0)
  server.close()
})

test.each([
  'http://provider.example@127.0.0.1/',
  'http://user:secret@provider.example/',
  'ftp://provider.example/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'provider.example/path',
  '',
])('"%s" is not an address we call', async url => {
  expect(await failure(url)).toMatchObject({ sent: 'no' })
})
