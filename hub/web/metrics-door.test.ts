import { afterEach, expect, it } from 'vitest'
import { startTrunkline, type Trunkline } from '../../test/trunkline.ts'

let trunkline: Trunkline | undefined
afterEach(() => trunkline?.close())

it('numbers are for whoever holds the token, once there is one', async () => {
  trunkline = await startTrunkline({ roles: ['web'], env: { METRICS_TOKEN: 'a token of twenty letters' } })
  const ask = async (authorization?: string) => {
    const answer = await fetch(`${trunkline?.url}/metrics`, {
      headers: authorization ? { authorization } : {},
    })
    return answer.status
  }
  expect(await ask()).toBe(404)
  expect(await ask('Bearer a token of twenty lettert')).toBe(404)
  expect(await ask('Bearer ')).toBe(404)
  expect(await ask('Bearer a token of twenty letters')).toBe(200)
})
