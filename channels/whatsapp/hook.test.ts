import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HookRequest, RawItem } from '../channel.ts'
import { hook } from './hook.ts'
import { read } from './read.ts'
import { samples } from './samples.ts'

const account = samples.settings
const sign = (body: Buffer): HookRequest =>
  samples.hook?.request(body, account) ?? expect.fail('no hook samples')
const split = (body: unknown): RawItem[] | null => hook.split(sign(Buffer.from(JSON.stringify(body))))

function greet(query: Record<string, string>): HookRequest {
  return { method: 'GET', url: '', headers: {}, query, body: Buffer.alloc(0) }
}

test('the handshake echoes the challenge for our verify token only', () => {
  const asked = {
    'hub.mode': 'subscribe',
    'hub.verify_token': account.verifyToken,
    'hub.challenge': '1158201444',
  }
  expect(hook.handshake?.(greet(asked), account)).toMatchObject({ status: 200, body: '1158201444' })
  expect(hook.handshake?.(greet({ ...asked, 'hub.verify_token': 'x' }), account)?.status).toBe(403)
  const unset = { ...account, verifyToken: '' }
  expect(hook.handshake?.(greet({ ...asked, 'hub.verify_token': '' }), unset)?.status).toBe(403)
  expect(hook.handshake?.(greet({}), account)).toBeNull()
})

test('only a signature over the exact bytes with our secret is accepted', () => {
  const body = samples.hook?.batch ?? expect.fail('no batch')
  const request = sign(body)
  expect(hook.verify(request, account)).toBe(true)
  expect(hook.verify({ ...request, body: Buffer.concat([body, Buffer.from(' ')]) }, account)).toBe(false)
  expect(hook.verify(request, { ...account, appSecret: 'other' })).toBe(false)
  expect(hook.verify({ ...request, headers: {} }, account)).toBe(false)
  expect(hook.verify({ ...request, headers: { 'x-hub-signature-256': 'sha256=' } }, account)).toBe(false)
})

test('an empty secret never matches, not even its own signature', () => {
  const unset = { ...account, appSecret: '' }
  const request = samples.hook?.request(Buffer.from('{}'), unset) ?? expect.fail('no hook samples')
  expect(hook.verify(request, unset)).toBe(false)
})

test('the sample batch splits into its messages and statuses, each with its person and account', () => {
  const items = hook.split(sign(samples.hook?.batch ?? expect.fail('no batch'))) ?? []
  expect(items.map(item => item.key)).toEqual([
    'message:wamid.A1',
    'message:wamid.B1',
    'message:wamid.A2',
    'status:wamid.OUT1:delivered:1767250800',
  ])
  expect(new Set(items.map(item => item.account))).toEqual(new Set(['100200300400']))
  const names = items
    .flatMap(item => read(item.raw))
    .map(event => (event.type === 'message' ? event.from.name : ''))
  expect(names).toEqual(['Thandi Example', 'Sipho Example', 'Thandi Example', ''])
})

test('n entries x changes x messages are n items, each under its own key', () => {
  const shape = fc.array(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(shape, entries => {
      let count = 0
      const message = () => ({
        from: '27821230001',
        id: `wamid.${++count}`,
        type: 'text',
        text: { body: 'x' },
      })
      const change = (messages: number) => ({
        field: 'messages',
        value: {
          metadata: { phone_number_id: '1' },
          messages: Array.from({ length: messages + 1 }, message),
        },
      })
      const entry = entries.map((changes, id) => ({ id: String(id), changes: changes.map(change) }))
      const items = split({ object: 'whatsapp_business_account', entry }) ?? []
      expect(items).toHaveLength(count)
      expect(new Set(items.map(item => item.key)).size).toBe(count)
      expect(items.flatMap(item => read(item.raw)).map(event => event.type)).toEqual(
        Array(count).fill('message'),
      )
    }),
  )
})

test('a lone contact whose wa_id differs from the sender in form still gives the name; of two none is guessed', () => {
  const messages = [{ from: '5215512345678', id: 'wamid.M', type: 'text', text: { body: 'Hola' } }]
  const contacts = [{ wa_id: '525512345678', profile: { name: 'Luz Example' } }]
  const nameAmong = (people: object[]) => {
    const value = { messages, contacts: people }
    const [item] = split({ entry: [{ changes: [{ field: 'messages', value }] }] }) ?? []
    const [event] = read(item?.raw ?? Buffer.alloc(0))
    return event?.type === 'message' ? event.from.name : 'no message'
  }
  expect(nameAmong(contacts)).toBe('Luz Example')
  expect(nameAmong([...contacts, { wa_id: '1', profile: { name: 'Other' } }])).toBeUndefined()
})

test('fields we do not know, and parts beside the messages, are items of their own', () => {
  const notice = { field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }
  const value = {
    metadata: { phone_number_id: '1' },
    messages: [{ id: 'wamid.1' }],
    errors: [{ code: 131051 }],
  }
  const entry = [{ id: '1', time: 1, changes: [notice, { field: 'messages', value }] }]
  const items = split({ entry }) ?? []
  expect(items.map(item => item.key)).toEqual([
    expect.stringMatching(/^unknown:sha256:/),
    'message:wamid.1',
    expect.stringMatching(/^unknown:sha256:/),
  ])
  expect(read(items[0]?.raw ?? Buffer.alloc(0))).toEqual([{ type: 'unknown', kind: 'account_update' }])
})

test('a repeated post has the same keys, the same notice at another time has not', () => {
  const at = (time: number) =>
    split({ entry: [{ id: '1', time, changes: [{ field: 'security', value: {} }] }] })
  expect(at(1)).toEqual(at(1))
  expect(at(1)?.[0]?.key).not.toBe(at(2)?.[0]?.key)
})

test('every JSON object gives at least one item with a storable key; anything else gives null', () => {
  const part = fc.oneof(
    fc.jsonValue(),
    fc.constant([{ id: '\u0000' }, { id: 'a b\u0001' }]),
    fc.constant([{ id: 'x'.repeat(500) }]),
  )
  fc.assert(
    fc.property(part, part, part, (messages, statuses, changes) => {
      const value = { messages, statuses, contacts: changes }
      const bodies = [
        { entry: changes },
        { entry: [{ changes }] },
        { entry: [{ changes: [{ field: 'messages', value }] }] },
      ]
      for (const body of [...bodies, {}]) {
        const items = split(body) ?? []
        expect(items.length).toBeGreaterThan(0)
        for (const item of items) expect(item.key).toMatch(/^[\x21-\x7e]{1,300}$/)
      }
    }),
  )
  for (const body of [[], 1, null, 'x']) expect(split(body)).toBeNull()
  expect(hook.split(sign(samples.hook?.malformed ?? expect.fail('none')))).toBeNull()
})
