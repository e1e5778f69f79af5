import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createLogin, createPlan, createService } from '../services/index.ts'
import { type CustomerAddress, createCustomer, findCustomersByAddress, searchCustomers } from './index.ts'

let database: TestDatabase
let tenantId: string
const ids: Record<string, string> = {}

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

/** The second try begins while the first has not committed, and waits for it. */
async function overtaken<T>(work: (tx: Tx) => Promise<T>): Promise<T[]> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  const tries: Promise<T>[] = []
  const first = await inTenant(async tx => {
    const made = await work(tx)
    let settled = false
    const second = inTenant(work)
    tries.push(second)
    const settle = () => {
      settled = true
    }
    second.then(settle, settle)
    while (!settled && (await inTenant(other => other.query(waiting))).rowCount === 0)
      await new Promise(setImmediate)
    return made
  })
  return [first, ...(await Promise.all(tries))]
}

const people: [name: string, phone: string | null, email: string | null][] = [
  ['Thandi Mokoena', '082 123 0001', 'Thandi.M@homebox.example'],
  ['Pieter van Rooyen', '+27821230002', 'pieter@homebox.example'],
  ['Rooyen Thandi', null, null],
  ['Priya Naidoo', '+27 82 123 0009', 'priya@postbox.example'],
  ['Deepak Naidoo', '+27821230009', null],
  ['100% Fibre_Shop', null, 'shop@postbox.example'],
]

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query(`UPDATE tenants SET locale = 'en-ZA' WHERE tenant_id = $1`, [tenantId])
  await owner.end()
  await inTenant(async tx => {
    for (const [name, phone, email] of people) {
      ids[name] = (await createCustomer(tx, { id: newId(), name, phone, email })).id
    }
    const plan = {
      id: newId(),
      name: 'Fibre 100',
      downKbps: 100_000,
      upKbps: 50_000,
      priceMinor: 1n,
      currency: 'ZAR',
    }
    await createPlan(tx, plan)
    const service = { id: newId(), customerId: ids['Pieter van Rooyen']!, planId: plan.id }
    await createService(tx, service)
    await createLogin(tx, async () => 'sealed', {
      id: newId(),
      serviceId: service.id,
      username: 'pieter.r@fernhill',
      password: 'x',
    })
  })
})
afterAll(() => database.close())

const names = async (text: string, limit = 20) =>
  (await inTenant(tx => searchCustomers(tx, text, limit))).map(hit => hit.name)

describe('a new customer', () => {
  it('gets the next number, a canonical phone and email, and an event', async () => {
    const first = await inTenant(tx =>
      createCustomer(tx, {
        id: newId(),
        name: ' Zoë Williams ',
        phone: '(082) 123 0050',
        email: ' Zoe@Home.Example',
      }),
    )
    const second = await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Mei Chen' }))
    expect(first).toMatchObject({
      name: 'Zoë Williams',
      phone: '+27821230050',
      email: 'zoe@home.example',
      status: 'active',
    })
    expect(Number(second.number.slice(2))).toBe(Number(first.number.slice(2)) + 1)
    expect(first.number).toBe(`C-${1001 + people.length}`)
    const events = await inTenant(tx =>
      tx.query(`SELECT data FROM events WHERE type = 'customer.created' AND customer_id = $1`, [first.id]),
    )
    expect(events.rows).toEqual([{ data: { number: first.number, name: 'Zoë Williams' } }])
  })

  it('created twice under one id is one customer, even when the second overtakes the first', async () => {
    const input = { id: newId(), name: 'Kabelo Molefe' }
    const [first, second] = await overtaken(tx => createCustomer(tx, input))
    expect(second).toEqual(first)
    const next = await inTenant(tx => createCustomer(tx, { id: newId(), name: 'After Kabelo' }))
    expect(Number(next.number.slice(2))).toBe(Number(first!.number.slice(2)) + 1)
  })

  it.each([
    ['a name', { name: '  ' }, /name/],
    ['a phone that can be one', { name: 'A', phone: '12' }, /phone/],
    ['an email that can be one', { name: 'A', email: 'at home' }, /email/],
  ])('needs %s', async (_words, input, words) => {
    await expect(inTenant(tx => createCustomer(tx, { id: newId(), ...input }))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(words),
    })
  })
})

describe('searching customers', () => {
  it.each([
    '+27 82 123 0001',
    '0821230001',
    '(082) 123-0001',
    '0027821230001',
    '27821230001',
    '82 123 0001',
    '30001',
  ])('finds a phone spelled %s', async text => {
    expect(await names(text)).toEqual(['Thandi Mokoena'])
  })

  it.each([
    ['thandi mok', ['Thandi Mokoena']],
    ['VAN ROO', ['Pieter van Rooyen']],
    ['thandi', ['Thandi Mokoena', 'Rooyen Thandi']],
    ['THANDI.M@HOMEBOX.EXAMPLE', ['Thandi Mokoena']],
    ['c-1002', ['Pieter van Rooyen']],
    ['pieter.r@fernhill', ['Pieter van Rooyen']],
    ['Pieter.R', ['Pieter van Rooyen']],
    ['+27821230009', ['Deepak Naidoo', 'Priya Naidoo']],
    ['100%', ['100% Fibre_Shop']],
    ['%', ['100% Fibre_Shop']],
    ['e_s', ['100% Fibre_Shop']],
    ['nobody at all', []],
    ["'; DROP TABLE customers; --", []],
    ['\0', []],
    ['', []],
  ])('for %j finds %j', async (text, found) => {
    expect(await names(text)).toEqual(found)
  })

  it('puts an exact identifier before names that merely contain it', async () => {
    await inTenant(tx => createCustomer(tx, { id: newId(), name: 'About C-1004 and more' }))
    expect(await names('C-1004')).toEqual(['Priya Naidoo', 'About C-1004 and more'])
  })

  it('shows what the panel shows of a hit, and no more of them than asked for', async () => {
    const [hit] = await inTenant(tx => searchCustomers(tx, 'pieter', 5))
    expect(hit).toEqual({
      id: ids['Pieter van Rooyen'],
      number: 'C-1002',
      name: 'Pieter van Rooyen',
      phone: '+27821230002',
      email: 'pieter@homebox.example',
      logins: ['pieter.r@fernhill'],
    })
    expect(await names('naidoo', 1)).toHaveLength(1)
    expect(await names('naidoo', Number.NaN)).toHaveLength(1)
  })

  it('shows another provider nobody', async () => {
    const other = await database.tenant()
    expect(await database.db.withTenant(other, tx => searchCustomers(tx, 'thandi', 20))).toEqual([])
  })
})

describe('finding customers by an address', () => {
  it.each<[CustomerAddress, string[]]>([
    [{ kind: 'phone', value: '+27821230009' }, ['Priya Naidoo', 'Deepak Naidoo']],
    [{ kind: 'phone', value: '082 123 0009' }, ['Priya Naidoo', 'Deepak Naidoo']],
    [{ kind: 'email', value: 'THANDI.m@homebox.example' }, ['Thandi Mokoena']],
    [{ kind: 'login', value: 'pieter.r@fernhill' }, ['Pieter van Rooyen']],
    [{ kind: 'phone', value: '0009' }, []],
    [{ kind: 'email', value: 'homebox.example' }, []],
    [{ kind: 'login', value: 'nobody\0' }, []],
  ])('%j means %j', async (address, found) => {
    expect(await inTenant(tx => findCustomersByAddress(tx, address))).toEqual(found.map(name => ids[name]))
  })
})
