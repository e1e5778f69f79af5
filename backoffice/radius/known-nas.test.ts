import { describe, expect, it } from 'vitest'
import { createKnownNas } from './known-nas.ts'
import { router } from './trial-server.ts'

/** A register of routers that counts how often it is asked. */
function registerOf(options: { maxLookups?: number; maxStrangers?: number } = {}) {
  const register = { routers: new Map([['10.0.0.1', router]]), asked: [] as string[], away: false, now: 0 }
  const known = createKnownNas(
    async address => {
      register.asked.push(address)
      if (register.away) throw new Error('the database is away')
      return register.routers.get(address) ?? null
    },
    { now: () => new Date(register.now) },
    { lifetimeMs: 1_000, ...options },
  )
  return { register, known }
}

describe('known routers', () => {
  it('are looked up once for all packets that wait, and then remembered', async () => {
    const { register, known } = registerOf()
    const found = await Promise.all([known.find('10.0.0.1'), known.find('10.0.0.1')])
    expect(found.map(nas => nas?.name)).toEqual(['edge-1', 'edge-1'])
    expect(known.find('10.0.0.1')).toMatchObject({ name: 'edge-1' })
    expect(register.asked).toHaveLength(1)
  })

  it('get a changed secret or are gone after the lifetime', async () => {
    const { register, known } = registerOf()
    await known.find('10.0.0.1')
    register.routers.set('10.0.0.1', { ...router, secret: 'changed' })
    register.now = 1_000
    expect((await known.find('10.0.0.1'))?.secretOctets.toString()).toBe('changed')
    register.routers.clear()
    register.now = 2_000
    expect(await known.find('10.0.0.1')).toBeUndefined()
  })

  it('stay known while the look-up fails', async () => {
    const { register, known } = registerOf()
    await known.find('10.0.0.1')
    register.away = true
    register.now = 5_000
    expect(await known.find('10.0.0.1')).toMatchObject({ name: 'edge-1' })
    expect(await known.find('10.0.0.2')).toBeUndefined()
  })

  it('cannot be asked for by a flood of strangers', async () => {
    const { register, known } = registerOf({ maxLookups: 2, maxStrangers: 3 })
    const strangers = ['10.9.0.1', '10.9.0.2', '10.9.0.3', '10.9.0.4']
    await Promise.all(strangers.map(address => known.find(address)))
    expect(register.asked).toEqual(['10.9.0.1', '10.9.0.2'])
    for (const address of strangers) await known.find(address)
    expect(register.asked).toHaveLength(4)
  })
})
