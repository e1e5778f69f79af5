/**
 * How many calls a caller may make in a minute, counted in this process, and told in every answer as
 * draft-ietf-httpapi-ratelimit-headers says.
 */
import type { Request, Response } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from '../identity/addresses.ts'
import { clientAddressHeader } from '../identity/client-address.ts'
import type { Who } from '../identity/who.ts'
import type { Operator } from '../identity/who-is.ts'
import { Refusal } from '../refusal.ts'

/** Calls a minute for each caller of a kind. */
export type Limits = { member: number; key: number; address: number }

export const usualLimits: Limits = { member: 3_000, key: 600, address: 120 }

export type Caller = { kind: keyof Limits; id: string }

/** Counts one call of this cost, and says in the answer's headers what is left. Refuses one too many. */
export type RateLimit = (caller: Caller, cost: number, res: Response) => Promise<void>

const windowSeconds = 60
/** Callers counted before a kind starts from nothing: a flood of addresses must not fill the memory. */
const mostCallers = 20_000

const subjects: Record<keyof Limits, string> = {
  member: 'you',
  key: 'this key',
  address: 'your address; sign in for more',
}

export function createRateLimit(limits: Limits, mostOfAKind = mostCallers): RateLimit {
  const counters = {
    member: createCounter(limits.member, mostOfAKind),
    key: createCounter(limits.key, mostOfAKind),
    address: createCounter(limits.address, mostOfAKind),
  }
  return async ({ kind, id }, cost, res) => {
    const quota = limits[kind]
    const left = await counters[kind](id, cost)
    const seconds = Math.max(1, Math.ceil(left.msBeforeNext / 1_000))
    res.set('RateLimit-Policy', `"${kind}";q=${quota};w=${windowSeconds}`)
    res.set('RateLimit', `"${kind}";r=${Math.max(0, left.remainingPoints)};t=${seconds}`)
    if (left.consumedPoints <= quota) return
    throw new Refusal(
      'too-many',
      `There is room for ${quota} calls a minute for ${subjects[kind]}. Try again in ${seconds} s.`,
      { retryAfterSeconds: seconds },
    )
  }
}

function createCounter(quota: number, most: number) {
  const fresh = () => new RateLimiterMemory({ points: quota, duration: windowSeconds })
  let limiter = fresh()
  let seen = 0
  return async (id: string, cost: number): Promise<RateLimiterRes> => {
    const left = await limiter.consume(id, cost).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused
      throw refused
    })
    if (left.isFirstInDuration) seen += 1
    if (seen > most) {
      limiter = fresh()
      seen = 0
    }
    return left
  }
}

export const memberCaller = (who: Who): Caller =>
  who.key ? { kind: 'key', id: who.key.id } : { kind: 'member', id: who.memberId }

export const operatorCaller = (operator: Operator): Caller => ({ kind: 'member', id: operator.userId })

export const strangerCaller = (req: Request): Caller => ({
  kind: 'address',
  id: networkOf(String(req.headers[clientAddressHeader] ?? '')),
})
