import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
})
afterAll(() => trunkline.close())

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${trunkline.url}${path}`, { headers })

it('every answer of the API says what is left, counted for whoever asks', async () => {
  const member = await trunkline.member()
  const answers = [
    await ask('/api/me', { cookie: member.cookie }),
    await ask('/api/sign-in'),
    await ask('/api/me'),
  ]
  expect(answers.map(answer => answer.status)).toEqual([200, 200, 401])
  expect(answers.map(answer => answer.headers.get('ratelimit')?.split(';')[0])).toEqual([
    '"member"',
    '"address"',
    '"address"',
  ])
  for (const { headers } of answers) expect(headers.get('ratelimit-policy')).toMatch(/^"\w+";q=\d+;w=60$/)
})

it('a forged forwarding header does not make a caller another one', async () => {
  const left = async (address: string) => {
    const { headers } = await ask('/api/sign-in', { 'x-forwarded-for': address, forwarded: `for=${address}` })
    return Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
  }
  const first = await left('192.0.2.1')
  expect(await left('192.0.2.2')).toBe(first - 1)
})
