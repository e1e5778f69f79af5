import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServedRoutes, serveRoutes } from '../../test/serve-routes.ts'
import { clientAddressHeader } from '../identity/client-address.ts'
import { endpoint, publicEndpoint } from './endpoint.ts'

let at: ServedRoutes

beforeAll(async () => {
  const routes = [
    endpoint('get', '/api/one', 'teams.manage', { summary: 'One' }, async () => undefined),
    endpoint('get', '/api/three', 'teams.manage', { summary: 'Three', cost: 3 }, async () => undefined),
    publicEndpoint('get', '/api/open', { summary: 'Open' }, async () => undefined),
  ]
  at = await serveRoutes(routes, { member: 5, key: 3, address: 2 })
})
afterAll(() => at.close())

async function ask(path: string, as: string | null, address = '192.0.2.1') {
  const answer = await at.ask('GET', path, {
    [clientAddressHeader]: address,
    ...(as === null ? {} : { 'x-as': as }),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
const statuses = async (count: number, ...input: Parameters<typeof ask>) => {
  const seen: number[] = []
  for (let at = 0; at < count; at += 1) seen.push((await ask(...input)).status)
  return seen
}

it('a member is told what is left with every answer, and when to go on', async () => {
  await at.member('Lerato')
  const { headers } = await ask('/api/one', 'Lerato')
  expect(headers.get('ratelimit-policy')).toBe('"member";q=5;w=60')
  expect(headers.get('ratelimit')).toBe('"member";r=4;t=60')
  expect(await statuses(5, '/api/one', 'Lerato')).toEqual([204, 204, 204, 204, 429])
  const refused = await ask('/api/one', 'Lerato')
  expect(refused.headers.get('ratelimit')).toMatch(/^"member";r=0;t=\d+$/)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(JSON.parse(refused.text)).toMatchObject({
    status: 429,
    detail: expect.stringContaining('Try again in'),
  })
})

it('one who has none left takes nothing from others', async () => {
  await at.member('Sipho')
  await at.member('Zanele')
  expect(await statuses(6, '/api/one', 'Sipho')).toContain(429)
  expect((await ask('/api/one', 'Zanele')).status).toBe(204)
})

it('a key has its own number, whoever made it', async () => {
  await at.member('Anja')
  expect(await statuses(4, '/api/one', 'key:Anja')).toEqual([204, 204, 204, 429])
  expect((await ask('/api/one', 'Anja')).headers.get('ratelimit')).toBe('"member";r=4;t=60')
})

it('a costly route counts as several calls', async () => {
  await at.member('Mpho')
  expect((await ask('/api/three', 'Mpho')).headers.get('ratelimit')).toBe('"member";r=2;t=60')
  expect((await ask('/api/three', 'Mpho')).status).toBe(429)
})

it('strangers count by address, signed out or on a public route, and an IPv6 network is one caller', async () => {
  expect(await statuses(3, '/api/open', null, '198.51.100.1')).toEqual([204, 204, 429])
  expect((await ask('/api/one', null, '198.51.100.1')).status).toBe(429)
  expect((await ask('/api/one', null, '198.51.100.2')).status).toBe(401)
  expect((await ask('/api/open', null, '::ffff:198.51.100.1')).status).toBe(429)
  expect(await statuses(2, '/api/open', null, '2001:db8:1:2::1')).toEqual([204, 204])
  expect((await ask('/api/open', null, '2001:db8:1:2:ffff::9')).status).toBe(429)
  expect((await ask('/api/open', null, '2001:db8:1:3::1')).status).toBe(204)
})
