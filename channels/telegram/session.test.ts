import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FakeServer, startFakeServer } from '../../test/fakes/fake-server.ts'
import { fetchIo } from '../../test/fakes/fetch-io.ts'
import { startTelegramFake, type TelegramFake } from '../../test/fakes/telegram.ts'
import type { Link, RawItem } from '../channel.ts'
import { telegram } from './index.ts'
import { settings } from './settings.ts'

const botToken = '700100:EXAMPLE-bot-token'
let fake: TelegramFake
let app: FakeServer | undefined

beforeEach(async () => {
  fake = await startTelegramFake({ botToken, firstUpdateId: 5_000 })
})
afterEach(async () => {
  await fake.stop()
  await app?.stop()
  app = undefined
})

const account = (more: object = {}) => settings.parse({ botToken, apiUrl: fake.url, ...more })
const says = (text: string) => fake.customerSays({ chatId: 55501, name: 'Lerato', text })

function openLink(more: Partial<Link> = {}) {
  const end = new AbortController()
  const stored: { keys: string[]; cursor: string }[] = []
  const states: string[] = []
  const store = (items: RawItem[], cursor: string) => {
    stored.push({ keys: items.map(item => item.key), cursor })
    return Promise.resolve()
  }
  const health = (state: string, words?: string) => void states.push(words ? `${state}: ${words}` : state)
  const link: Link = { ...fetchIo, cursor: null, store, health, signal: end.signal, ...more }
  const over = telegram.connect?.(account(), link) ?? Promise.reject(new Error('no link'))
  over.catch(() => undefined)
  return { end, stored, states, over, keys: () => stored.flatMap(batch => batch.keys) }
}

test('updates are stored in order with the last id as cursor, then confirmed', async () => {
  says('one')
  says('two')
  const { end, stored, states, over } = openLink()
  await fake.idle()
  expect(stored).toEqual([{ keys: ['update:5000', 'update:5001'], cursor: '5001' }])
  says('three')
  await fake.idle()
  expect(stored[1]).toEqual({ keys: ['update:5002'], cursor: '5002' })
  expect(states).toEqual(['connected'])
  end.abort()
  await over
})

test('what could not be stored is not confirmed and comes again', async () => {
  says('precious')
  const failing = openLink({ store: () => Promise.reject(new Error('database down')) })
  await expect(failing.over).rejects.toThrow('database down')
  expect(failing.states.at(-1)).toContain('reconnecting')
  expect(fake.pending()).toBe(1)
  const { keys, end, over } = openLink()
  await fake.idle()
  expect(keys()).toEqual(['update:5000'])
  end.abort()
  await over
})

test('a link goes on after the cursor it was given', async () => {
  says('stored before')
  says('new')
  const { keys, end, over } = openLink({ cursor: '5000' })
  await fake.idle()
  expect(keys()).toEqual(['update:5001'])
  end.abort()
  await over
})

test('ids that jump back after a quiet week are still received', async () => {
  fake.jumpTo(90)
  says('after the jump')
  const { keys, end, over } = openLink({ cursor: '5000' })
  await fake.idle()
  expect(keys()).toEqual(['update:90'])
  end.abort()
  await over
})

test('a second program polling the same bot is told in words', async () => {
  const first = openLink()
  says('hello')
  await fake.idle()
  const second = openLink({ cursor: '5000' })
  await expect(first.over).rejects.toThrow(/Another program is polling this bot/)
  second.end.abort()
  await second.over
})

test('a void token ends the link as signed out', async () => {
  const link = {
    ...fetchIo,
    cursor: null,
    store: async () => {},
    health: () => {},
    signal: new AbortController().signal,
  }
  const over = telegram.connect?.(account({ botToken: '700100:void' }), link)
  await expect(over).rejects.toMatchObject({ outcome: 'signed-out' })
})

test('in webhook mode no link is wanted, and registering brings what waits to the hook', async () => {
  const polling = account()
  const webhook = account({ mode: 'webhook' })
  expect([telegram.wantsLink?.(polling), telegram.wantsLink?.(webhook)]).toEqual([true, false])
  const verified: boolean[] = []
  app = await startFakeServer(({ method, headers, body }) => {
    const request = { method, url: '', headers, query: {}, body }
    verified.push(telegram.hook?.verify(request, webhook) ?? false)
    return { status: 200 }
  })
  says('waiting')
  await telegram.register?.(polling, `${app.url}/hooks/telegram/one`, fetchIo)
  expect(fake.pending()).toBe(1)
  await telegram.register?.(webhook, `${app.url}/hooks/telegram/one`, fetchIo)
  await fake.idle()
  expect(verified).toEqual([true])
})

test('going back to polling removes the webhook without losing what waits', async () => {
  app = await startFakeServer(() => ({ status: 503 }))
  await telegram.register?.(account({ mode: 'webhook' }), app.url, fetchIo)
  says('undelivered')
  const { keys, end, over } = openLink()
  await fake.idle()
  expect(keys()).toEqual(['update:5000'])
  end.abort()
  await over
})
