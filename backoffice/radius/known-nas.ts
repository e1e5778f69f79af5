/** Remembers who may speak to us, so that packets do not each cost a look-up and strangers cannot buy look-ups. */
import type { Clock } from '../../platform/clock.ts'
import type { AuthenticNas, NasBySource } from './ports.ts'

export type KnownNas = {
  /** The router at this address, at once when it is remembered. undefined: unknown, look-up overloaded or failed. */
  find(address: string): AuthenticNas | undefined | Promise<AuthenticNas | undefined>
}

/**
 * Remembers answers, also "nobody", for `lifetimeMs`; a changed secret counts after that time at the latest. While
 * the look-up fails, what was known goes on counting, so that Status-Server is answered with the database away.
 */
export function createKnownNas(
  nasBySource: NasBySource,
  clock: Clock,
  { lifetimeMs = 5_000, maxStrangers = 10_000, maxLookups = 64, onError = (_error: unknown) => {} } = {},
): KnownNas {
  const routers = new Map<string, { nas: AuthenticNas; until: number }>()
  const strangers = new Map<string, number>()
  const lookups = new Map<string, Promise<AuthenticNas | undefined>>()

  const remember = (address: string, nas: AuthenticNas | undefined) => {
    const until = clock.now().getTime() + lifetimeMs
    strangers.delete(address)
    if (nas) routers.set(address, { nas, until })
    else {
      routers.delete(address)
      strangers.set(address, until)
      const oldest = strangers.size > maxStrangers ? strangers.keys().next().value : undefined
      if (oldest !== undefined) strangers.delete(oldest)
    }
    return nas
  }

  const lookUp = async (address: string) => {
    try {
      const nas = await nasBySource(address)
      return remember(address, nas ? { ...nas, secretOctets: Buffer.from(nas.secret, 'utf8') } : undefined)
    } catch (error) {
      onError(error)
      return routers.get(address)?.nas
    }
  }

  return {
    find(address) {
      const now = clock.now().getTime()
      const router = routers.get(address)
      if (router && router.until > now) return router.nas
      if ((strangers.get(address) ?? 0) > now) return undefined
      const underWay = lookups.get(address)
      if (underWay !== undefined) return underWay
      if (lookups.size >= maxLookups) return router?.nas
      const lookup = lookUp(address).finally(() => lookups.delete(address))
      lookups.set(address, lookup)
      return lookup
    },
  }
}
