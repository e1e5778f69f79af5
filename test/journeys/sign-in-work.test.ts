import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { visitor } from '../visitor.ts'

/** The real hash, counted. */
const work = vi.hoisted(() => ({ done: 0 }))
vi.mock('@node-rs/argon2', async original => {
  const real = await original<typeof import('@node-rs/argon2')>()
  return {
    ...real,
    hash: (...given: Parameters<typeof real.hash>) => {
      work.done += 1
      return real.hash(...given)
    },
    verify: (...given: Parameters<typeof real.verify>) => {
      work.done += 1
      return real.verify(...given)
    },
  }
})

let trunkline: Trunkline
let member: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  member = await trunkline.member()
})
beforeEach(() => {
  work.done = 0
})
afterAll(() => trunkline.close())

const signIn = (email: string, password: string) =>
  visitor(trunkline.url).post('/api/auth/sign-in/email', { email, password })

it('works exactly as hard for an unknown person as for a wrong password', async () => {
  await signIn(member.email, 'not the password')
  expect(work.done).toBe(1)
  await signIn('nobody@isp.example', 'not the password')
  expect(work.done).toBe(2)
})

it('does not work for an account that is closed', async () => {
  for (let time = 0; time < 5; time++) await signIn('victim@isp.example', 'wrong')
  expect(work.done).toBe(5)
  for (let time = 0; time < 20; time++) expect((await signIn('victim@isp.example', 'wrong')).status).toBe(429)
  expect(work.done).toBe(5)
})
