/** A tenant's data keys: made on first use, unwrapped once per process, then taken from memory. */
import { randomBytes } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import { audit } from '../audit/index.ts'
import { type Clock, systemClock } from '../clock.ts'
import { SecretsFailure } from './failure.ts'
import { createKeptKeys } from './kept-keys.ts'
import type { KeyRing } from './key-ring.ts'
import {
  insertKey,
  type KeyRow,
  keyOfVersion,
  keysNotWrappedBy,
  newestKey,
  replaceWrapping,
} from './key-rows.ts'

export type TenantKey = { version: number; key: Buffer }

export type TenantKeys = {
  /** The one to seal with. Another process's newer version counts within five seconds. */
  current(tenantId: string): Promise<TenantKey>
  /** The one a value was sealed with; no query once it is known. */
  ofVersion(tenantId: string, version: number): Promise<Buffer>
  /** Makes a version above all others, to be sealed with from now on; answers its number. */
  add(tenantId: string): Promise<number>
  /** Wraps with the ring's primary what another wrapped; answers how many. The keys themselves stay. */
  rewrap(tenantId: string): Promise<number>
}

const freshMs = 5_000
const mostKept = 10_000

export type TenantKeysDeps = { db: Pick<Db, 'withTenant'>; ring: KeyRing; clock?: Clock | undefined }

/**
 * Those who seal often hold a connection of their own transaction, so `db` must be a pool they do not wait in:
 * nothing done here waits for another pool, and so the two cannot wait for each other.
 */
export function createTenantKeys({ db, ring, clock = systemClock }: TenantKeysDeps): TenantKeys {
  const kept = createKeptKeys(mostKept)
  const newest = new Map<string, { version: number; until: number }>()
  const loads = new Map<string, Promise<TenantKey>>()

  const once = (name: string, load: () => Promise<TenantKey>): Promise<TenantKey> => {
    const underWay = loads.get(name)
    if (underWay !== undefined) return underWay
    const loading = load().finally(() => loads.delete(name))
    loads.set(name, loading)
    return loading
  }

  async function unwrapped(tenantId: string, row: KeyRow): Promise<TenantKey> {
    const { version } = row
    const known = kept.get(tenantId, version)
    if (known) return { version, key: known }
    const key = await ring.find(row.wrappedBy).unwrap({ tenantId, version }, row.wrapped)
    if (key.length !== 32) throw new SecretsFailure(`The key ${version} of tenant ${tenantId} is not a key.`)
    kept.set(tenantId, version, key)
    return { version, key }
  }

  /** Only what is stored counts: of two processes that make the same version, one finds the other's. */
  async function make(tenantId: string, version: number): Promise<KeyRow> {
    const wrapped = await ring.primary.wrap({ tenantId, version }, randomBytes(32))
    const row = await db.withTenant(tenantId, async tx => {
      const added = await insertKey(tx, { version, wrappedBy: ring.primary.name, wrapped })
      if (added && version > 1) audit(tx, { action: 'keys.rotate', subject: subjectOf(version) })
      return newestKey(tx)
    })
    if (!row) throw new SecretsFailure(`The key of tenant ${tenantId} was not stored.`)
    return row
  }

  async function loadNewest(tenantId: string): Promise<TenantKey> {
    const row = (await db.withTenant(tenantId, newestKey)) ?? (await make(tenantId, 1))
    return remember(tenantId, await unwrapped(tenantId, row))
  }

  function remember(tenantId: string, found: TenantKey): TenantKey {
    // A look-up begun before a newer version was made must not bring the older one back.
    if ((newest.get(tenantId)?.version ?? 0) > found.version) return found
    if (newest.size >= mostKept) newest.clear()
    newest.set(tenantId, { version: found.version, until: clock.now().getTime() + freshMs })
    return found
  }

  async function loadVersion(tenantId: string, version: number): Promise<TenantKey> {
    const row = await db.withTenant(tenantId, tx => keyOfVersion(tx, version))
    if (row) return unwrapped(tenantId, row)
    throw new SecretsFailure(`Tenant ${tenantId} has no key ${version}: the value is of another database.`)
  }

  return {
    async current(tenantId) {
      const known = newest.get(tenantId)
      const key = known && known.until > clock.now().getTime() && kept.get(tenantId, known.version)
      return known && key ? { version: known.version, key } : once(tenantId, () => loadNewest(tenantId))
    },
    async ofVersion(tenantId, version) {
      const known = kept.get(tenantId, version)
      return known ?? (await once(`${tenantId} ${version}`, () => loadVersion(tenantId, version))).key
    },
    async add(tenantId) {
      const before = await db.withTenant(tenantId, newestKey)
      const row = await make(tenantId, (before?.version ?? 0) + 1)
      return remember(tenantId, await unwrapped(tenantId, row)).version
    },
    rewrap: tenantId => rewrapKeys(db, ring, tenantId),
  }
}

const subjectOf = (version: number) => ({ kind: 'key', id: String(version), name: `data key ${version}` })

async function rewrapKeys(db: Pick<Db, 'withTenant'>, ring: KeyRing, tenantId: string): Promise<number> {
  const { primary } = ring
  let done = 0
  for (const before of await db.withTenant(tenantId, tx => keysNotWrappedBy(tx, primary.name))) {
    const { version } = before
    // The wrapper may be another machine: no transaction is open while it is asked.
    const key = await ring.find(before.wrappedBy).unwrap({ tenantId, version }, before.wrapped)
    const after = {
      version,
      wrappedBy: primary.name,
      wrapped: await primary.wrap({ tenantId, version }, key),
    }
    done += await db.withTenant(tenantId, async tx => {
      if (!(await replaceWrapping(tx, before, after))) return 0
      const wrapping = { before: { wrappedBy: before.wrappedBy }, after: { wrappedBy: after.wrappedBy } }
      audit(tx, { action: 'keys.rewrap', subject: subjectOf(version), ...wrapping })
      return 1
    })
  }
  return done
}
