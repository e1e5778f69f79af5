/**
 * API key -> the member who made it, with the words both the key and the member hold now. Looked up at most every few
 * seconds per key, so that a revoked one ends within that time.
 */
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import { Refusal } from '../refusal.ts'
import { type AddressList, addressList, plainAddress } from './addresses.ts'
import { bearerOf, readKey } from './api-key-text.ts'
import { isForKeys } from './api-key-words.ts'
import { clientAddressHeader } from './client-address.ts'
import type { Permission } from './permissions.ts'
import { readStandings } from './standing.ts'
import { hashToken, isToken } from './tokens.ts'
import type { Who } from './who.ts'
import type { WhoIs } from './who-is.ts'

const freshMs = 3_000
const most = 5_000
const usedEveryMs = 60_000

type Found = { who: Who; addresses: AddressList | null; expiresAt: number }

/** Whether a request comes with a key (or what should be one): its cookie then counts for nothing. */
export const comesWithKey = (headers: { authorization?: string | string[] | undefined }): boolean =>
  bearerOf(headers.authorization) !== null

/**
 * Null for an unknown, wrong, expired or revoked key and a disabled member alike. Refuses a right key that comes from
 * outside its list of addresses, in words.
 */
export function createKeyIs(db: Db, clock: Clock, onError: (error: Error) => void = () => {}): WhoIs {
  const known = new Map<string, { found: Found | null; until: number }>()
  const noteUse = createUseNotes(db, onError)
  return async headers => {
    const text = bearerOf(headers.authorization)
    const key = text === null ? null : readKey(text)
    if (!text || !key) return null
    const now = clock.now().getTime()
    // Memory holds what the table holds: the hash.
    const name = hashToken(text)
    let hit = known.get(name)
    if (!hit || hit.until <= now) {
      hit = { found: await lookUp(db, key), until: now + freshMs }
      if (known.size >= most) known.clear()
      known.set(name, hit)
    }
    if (!hit.found || hit.found.expiresAt <= now) return null
    const { who, addresses } = hit.found
    const from = plainAddress(String(headers[clientAddressHeader] ?? ''))
    if (addresses && !addresses.contains(from)) {
      throw new Refusal('forbidden', `This key may not be used from ${from || 'an unknown address'}.`)
    }
    noteUse(who, from, now)
    return who
  }
}

type Row = {
  id: string
  name: string
  key_hash: string
  permissions: string[]
  addresses: string[]
  member_id: string
  expires_at: Date | null
}

async function lookUp(db: Db, key: { prefix: string; secret: string }): Promise<Found | null> {
  // The same prefix may stand in two tenants: the secret decides.
  const places = await db.platform<{ tenant_id: string; id: string }>(
    'SELECT tenant_id, id FROM api_keys WHERE prefix = $1 LIMIT 20',
    [key.prefix],
  )
  for (const place of places) {
    const found = await foundAt(db, place.tenant_id, place.id, key.secret)
    if (found) return found
  }
  return null
}

const foundAt = (db: Db, tenantId: string, id: string, secret: string): Promise<Found | null> =>
  db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<Row>(
      {
        name: 'api-key',
        text: `SELECT id, name, key_hash, permissions, addresses, member_id, expires_at FROM api_keys
          WHERE id = $1 AND revoked_at IS NULL`,
      },
      [id],
    )
    const row = rows[0]
    if (!row || !isToken(secret, row.key_hash)) return null
    const standing = (await readStandings(tx, [row.member_id])).get(row.member_id)
    if (!standing) return null
    const { policy: _, ...rights } = standing
    return {
      who: {
        tenantId,
        ...rights,
        permissions: wordsOf(rights.permissions, row.permissions),
        sessionId: `key:${row.id}`,
        key: { id: row.id, name: row.name },
        impersonation: null,
        needs: null,
      },
      addresses: row.addresses.length > 0 ? addressList(row.addresses) : null,
      expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    }
  })

const wordsOf = (ofMember: readonly Permission[], ofKey: readonly string[]): Permission[] =>
  ofMember.filter(word => isForKeys(word) && ofKey.includes(word))

/** When and from where a key was last used, to the minute; no request waits for it. */
function createUseNotes(db: Db, onError: (error: Error) => void) {
  const noted = new Map<string, number>()
  return (who: Who, from: string, now: number) => {
    const id = who.key?.id ?? ''
    if (now - (noted.get(id) ?? 0) < usedEveryMs) return
    if (noted.size >= most) noted.clear()
    noted.set(id, now)
    db.withTenant(who.tenantId, tx =>
      tx.query('UPDATE api_keys SET last_used_at = $2, last_used_from = $3 WHERE id = $1', [
        id,
        new Date(now),
        from || null,
      ]),
    ).catch(onError)
  }
}
