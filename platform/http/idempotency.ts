/**
 * Idempotency-Key on POST (draft-ietf-httpapi-idempotency-key-header): the same key with the same request has one effect
 * and one answer for a day. Keys belong to a member and a route.
 */
import { createHmac } from 'node:crypto'
import type { Request } from 'express'
import type { Db, Tx } from '../../db/client.ts'
import type { Who } from '../identity/who.ts'
import { Refusal } from '../refusal.ts'
import { type Answer, answerOf } from './answer.ts'
import type { Endpoint } from './endpoint.ts'
import { claim, keep, keepUnknown, keepWithoutAnswer, release, type Use } from './idempotency-rows.ts'

/** A POST that came with a key. */
export type Posted = { use: Use; route: Endpoint }

/** What it came to: the answer to the first one, or what the verb returned just now. */
export type Outcome = { replay: Answer } | { returned: unknown }

/** The key of this request, or null. Refuses one that is empty, too long or not printable, and one where none counts. */
export function idempotencyKeyOf(route: Endpoint, req: Request): string | null {
  const header = req.headers['idempotency-key']
  if (typeof header !== 'string' || route.method !== 'post') return null
  if (route.permission === 'public' || route.permission === 'platform') {
    throw new Refusal('invalid', 'This route takes no Idempotency-Key: send the request without it.')
  }
  // The draft writes it as a quoted string; most programs write it bare.
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('invalid', 'An Idempotency-Key has 1 to 255 printable ASCII characters.')
  }
  return key
}

/** `secret` keys the fingerprint: what is stored must not let anyone guess a password that was in a body. */
export function useOf(secret: string, who: Who, route: Endpoint, key: string, req: Request): Use {
  const request = JSON.stringify([who.key?.id ?? null, req.originalUrl, req.body ?? null])
  return {
    memberId: who.memberId,
    route: `${route.method} ${route.path}`,
    key,
    fingerprint: createHmac('sha256', secret).update(request).digest('hex'),
  }
}

/** The row, the effect and the answer commit together: a crash leaves all or nothing. */
export const onceInTransaction = (
  db: Db,
  tenantId: string,
  { use, route }: Posted,
  verb: (tx: Tx) => Promise<unknown>,
): Promise<Outcome> =>
  db.withTenant(tenantId, async tx => {
    const replay = await claim(tx, use)
    if (replay) return { replay }
    const returned = await verb(tx)
    await keepReturned(tx, { use, route }, returned)
    return { returned }
  })

/** For verbs that wait for others: the row is there before they begin, so that a crash in between can be told. */
export async function onceWaiting(
  db: Db,
  tenantId: string,
  { use, route }: Posted,
  verb: () => Promise<unknown>,
): Promise<Outcome> {
  const replay = await db.withTenant(tenantId, tx => claim(tx, use))
  if (replay) return { replay }
  let returned: unknown
  try {
    returned = await verb()
  } catch (error) {
    // A refusal says that nothing was done. Of anything else nobody knows how far it came.
    const settle = error instanceof Refusal ? release : keepUnknown
    await db.withTenant(tenantId, tx => settle(tx, use))
    throw error
  }
  await db.withTenant(tenantId, tx => keepReturned(tx, { use, route }, returned))
  return { returned }
}

async function keepReturned(tx: Tx, { use, route }: Posted, returned: unknown): Promise<void> {
  if (route.schemas.raw || route.schemas.onceOnly) {
    return keepWithoutAnswer(tx, use, route.schemas.status ?? 200)
  }
  const { status, body } = answerOf(route, returned)
  await keep(tx, use, status, body)
}
