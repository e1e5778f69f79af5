import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openInvoices } from '../../backoffice/billing/index.ts'
import { balanceOf } from '../../backoffice/ledger/index.ts'
import { createUser } from '../../platform/identity/create-user.ts'
import { createSecrets } from '../../platform/secrets/index.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { secretKey } from '../../test/secret-key.ts'
import { type Demo, type SeedDeps, seedDemo, seedEmpty } from './index.ts'

const depsOn = (database: TestDatabase, today: Date): SeedDeps => ({
  db: database.db,
  ownerUrl: database.ownerUrl,
  secrets: createSecrets({ secretKey, db: database.db }),
  createUser: input => createUser(database.db, input),
  today,
  log: () => {},
})

describe('the demo', () => {
  let database: TestDatabase
  let deps: SeedDeps
  let demo: Demo

  beforeAll(async () => {
    database = await testDatabase()
    deps = depsOn(database, new Date('2026-03-18T10:00:00Z'))
    demo = await seedDemo(deps)
  })
  afterAll(() => database.close())

  const count = async (from: string) =>
    (
      await database.db.withTenant(demo.tenantId, tx =>
        tx.query<{ n: number }>(`SELECT count(*) AS n FROM ${from}`),
      )
    ).rows[0]?.n

  it('is a provider with people, customers, lines and open tickets', async () => {
    expect(demo.people.map(person => person.role).sort()).toEqual([
      'agent',
      'agent',
      'agent',
      'owner',
      'supervisor',
      'supervisor',
    ])
    expect(demo.members.filter(member => !member.allInboxes)).toHaveLength(1)
    expect(demo.customers).toHaveLength(61)
    expect(await count('services')).toBe(61)
    expect(await count('logins')).toBe(61)
    expect(await count('nas')).toBe(3)
    expect(await count(`tickets WHERE status IN ('acknowledged', 'inProgress', 'pending', 'held')`)).toBe(12)
    expect(await count('radius_sessions WHERE stopped_at IS NULL')).toBeGreaterThan(30)
    expect(await count(`auth_attempts WHERE words = 'wrong password' AND NOT accepted`)).toBeGreaterThan(5)
  })

  it('has nothing dated after the moment it was made for', async () => {
    const now = `'${deps.today.toISOString()}'`
    expect(await count(`radius_sessions WHERE GREATEST(started_at, updated_at, stopped_at) > ${now}`)).toBe(0)
    expect(await count(`radius_sessions WHERE stopped_at < started_at`)).toBe(0)
    expect(await count(`auth_attempts WHERE at > ${now}`)).toBe(0)
    expect(await count(`tickets WHERE created_at > ${now}`)).toBe(0)
    expect(await count(`payments WHERE received_on > '2026-03-18'`)).toBe(0)
  })

  it('has no login online twice', async () => {
    expect(
      await count(`radius_sessions a JOIN radius_sessions b ON a.login_id = b.login_id AND a.id < b.id
        AND tstzrange(a.started_at, a.stopped_at) && tstzrange(b.started_at, b.stopped_at)`),
    ).toBe(0)
  })

  it('keeps balanced books in which some owe, some have credit, and one is suspended for it', async () => {
    const ids = demo.customers.map(customer => customer.id)
    await database.db.withTenant(demo.tenantId, async tx => {
      const { rows } = await tx.query<{ sum: string }>('SELECT sum(amount_minor) FROM journal_lines')
      expect(rows[0]?.sum).toBe('0')
      const balances = await balanceOf(tx, ids)
      const open = await openInvoices(tx, ids, '2026-03-18')
      const owing = ids.filter(id => (balances.get(id)?.minor ?? 0n) > 0n)
      const ahead = ids.filter(id => (balances.get(id)?.minor ?? 0n) < 0n)
      expect(owing.length).toBeGreaterThan(5)
      expect(ahead.length).toBeGreaterThan(2)
      expect(owing.every(id => open.get(id)?.some(invoice => invoice.overdue))).toBe(true)
      expect(ahead.every(id => open.get(id)?.length === 0)).toBe(true)
    })
    expect(
      await count(`services WHERE status = 'suspended' AND suspended_reason = 'unpaid since 2026-01-08'`),
    ).toBe(1)
  })

  it('has contacts to write: one per customer, with a household telephone that speaks for two', () => {
    expect(demo.contacts).toHaveLength(61)
    expect(demo.contacts.every(contact => contact.identities.length > 0)).toBe(true)
    expect(
      demo.contacts.filter(contact => contact.customerIds.length === 2).map(contact => contact.name),
    ).toEqual(['Priya Naidoo'])
    expect(demo.contacts.map(contact => contact.name)).toEqual(
      expect.arrayContaining(['Marelize Steyn', 'Ayanda Dlamini']),
    )
  })

  it('seals its secrets and hands the simulated router’s over in clear', async () => {
    const { rows } = await database.db.withTenant(demo.tenantId, tx =>
      tx.query<{ id: string; secret: string }>(`SELECT id, secret FROM nas WHERE address = '127.0.0.1'`),
    )
    expect(rows[0]?.id).toBe(demo.nas.id)
    expect(rows[0]?.secret).not.toContain(demo.nas.secret)
    expect(demo.nas.secret).toHaveLength(24)
  })

  it('seeded again changes nothing and answers the same', async () => {
    const again = await seedDemo(deps)
    expect(again).toEqual({ ...demo, created: false })
    expect(demo.created).toBe(true)
  })
})

describe('a seed', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await testDatabase()
    return () => database.close()
  })

  const story = async (where: TestDatabase, demo: Demo) =>
    (
      await where.db.withTenant(demo.tenantId, tx =>
        tx.query(`SELECT c.name, c.address, p.method, p.amount_minor, p.received_on::text FROM customers c
          LEFT JOIN payments p ON p.customer_id = c.id ORDER BY c.number, p.received_on`),
      )
    ).rows

  it('tells the same story everywhere, also on the first day of a month', async () => {
    const deps = depsOn(database, new Date('2026-01-01T08:00:00Z'))
    const first = await story(database, await seedDemo(deps))
    const elsewhere = await testDatabase()
    const second = await story(elsewhere, await seedDemo(depsOn(elsewhere, deps.today)))
    await elsewhere.close()
    expect(second).toEqual(first)
  })

  it('that was interrupted is finished by the next one', async () => {
    const deps = depsOn(database, new Date('2026-03-18T10:00:00Z'))
    let failures = 0
    const failing: SeedDeps = {
      ...deps,
      secrets: {
        ...deps.secrets,
        seal: (place, clear) => {
          if (place.table === 'nas') {
            failures++
            throw new Error('the power went')
          }
          return deps.secrets.seal(place, clear)
        },
      },
    }
    await expect(seedDemo(failing)).rejects.toThrow('the power went')
    expect(failures).toBe(1)
    const demo = await seedDemo(deps)
    expect(demo).toMatchObject({ created: true })
    expect(demo.customers).toHaveLength(61)
  })

  it('run by two starts at once fills the tenant once', async () => {
    const deps = depsOn(database, new Date('2026-03-18T10:00:00Z'))
    const users = new Map<string, Promise<{ userId: string }>>()
    const createOnce: SeedDeps['createUser'] = input => {
      const made = users.get(input.email) ?? deps.createUser(input)
      users.set(input.email, made)
      return made
    }
    const both = await Promise.all([1, 2].map(() => seedDemo({ ...deps, createUser: createOnce })))
    expect(both.map(demo => demo.created).sort()).toEqual([false, true])
    expect(both[0]?.customers).toEqual(both[1]?.customers)
  })

  it('can be an empty provider with one owner', async () => {
    const deps = depsOn(database, new Date())
    const input = {
      tenantName: 'Rêve Net',
      adminEmail: 'Admin@Reve.example',
      adminName: 'Ama Owusu',
      adminPassword: 'correct horse',
    }
    const { tenantId, created } = await seedEmpty({ ...deps, ...input, locale: 'fr-SN', currency: 'XOF' })
    expect(created).toBe(true)
    const { tenant, members } = await database.db.withTenant(tenantId, async tx => ({
      tenant: (await tx.query('SELECT name, slug, currency, locale, time_zone FROM tenants')).rows,
      members: (await tx.query('SELECT name, email, role, all_inboxes FROM members')).rows,
    }))
    expect(tenant).toEqual([
      { name: 'Rêve Net', slug: 'reve-net', currency: 'XOF', locale: 'fr-SN', time_zone: 'UTC' },
    ])
    expect(members).toEqual([
      { name: 'Ama Owusu', email: 'admin@reve.example', role: 'owner', all_inboxes: true },
    ])
    expect(await seedEmpty({ ...deps, ...input, adminName: 'Somebody Else' })).toMatchObject({
      tenantId,
      created: false,
    })
  })
})
