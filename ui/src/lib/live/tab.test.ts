import { afterEach, expect, test } from 'vitest'
import type { Hearing } from './leader.ts'
import { Tab } from './tab.ts'
import type { TabWord } from './tab-words.ts'

let channels: BroadcastChannel[] = []
let nth = 0
let clock = 1_000
afterEach(() => {
  for (const channel of channels) channel.close()
  channels = []
  clock = 1_000
  nth++
})

/** A page that writes down what its ears hear and what it says to the server, and lets a test wait for it. */
function page(id: string) {
  const channel = new BroadcastChannel(`trunkline:test:${process.pid}:${nth}`)
  channels.push(channel)
  const heard: string[] = []
  const waiting = new Set<() => void>()
  const note = (word: string) => {
    heard.push(word)
    for (const look of waiting) look()
  }
  const line: { hearing?: Hearing; isOpen: boolean } = { isOpen: false }
  const tab = new Tab({
    id,
    now: () => clock,
    post: word => channel.postMessage(word),
    news: () => [{ name: 'presence.list', payload: 'who is there' }],
    connect: hearing => {
      Object.assign(line, { hearing, isOpen: true })
      return {
        say: ({ name, payload }) =>
          note(`says ${name} ${payload.conversationId} ${payload.tab ?? ''}`.trim()),
        end: () => {
          line.isOpen = false
          hearing.offline(clock)
        },
      }
    },
    ears: {
      connected: () => note('catches up'),
      standing: since => note(since === null ? 'online' : `offline since ${since}`),
      told: (name, payload) => note(`${name}: ${payload}`),
      did: deed => note(`did ${deed}`),
      signedOut: () => note('signed out'),
    },
  })
  channel.onmessage = ({ data }) => tab.hear(data as TabWord)
  const hears = (word: string, times = 1) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (heard.filter(each => each === word).length < times) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const tells = (name: string, payload: unknown) => line.hearing?.told(name, payload)
  return { tab, heard, hears, line, tells, connects: () => line.hearing?.connected(), channel }
}

test('followers hear what the leader hears, in order, and each catches up once with each connection', async () => {
  const [one, two] = [page('one'), page('two')]
  one.tab.lead()
  one.connects()
  one.tells('event', 'first')
  one.tells('event', 'second')
  await two.hears('event: second')
  const both = ['offline since 1000', 'online', 'catches up', 'event: first', 'event: second']
  expect(two.heard).toEqual(both)
  expect(one.heard).toEqual(both)
  clock = 2_000
  one.line.hearing?.offline(clock)
  await two.hears('offline since 2000')
  one.connects()
  await two.hears('catches up', 2)
})

test('a tab that comes later is told how things stand and who is there, and nobody else is told again', async () => {
  const [one, two] = [page('one'), page('two')]
  one.tab.lead()
  one.connects()
  await two.hears('catches up')
  const late = page('late')
  late.tab.ask(true)
  await late.hears('presence.list: who is there')
  expect(late.heard).toEqual(['online', 'catches up', 'presence.list: who is there'])
  one.tells('event', 'last')
  await two.hears('event: last')
  expect(two.heard.filter(word => word.startsWith('presence'))).toEqual([])
  expect(two.heard.filter(word => word === 'catches up')).toHaveLength(1)
})

test('what followers have open is said over the one connection, and again by the next leader', async () => {
  const [one, two] = [page('one'), page('two')]
  two.tab.place({ panel: 'thandi', view: 'thandi', network: false, customer: null })
  one.tab.place({ panel: 'pieter', view: null, network: false, customer: null })
  one.tab.lead()
  await one.hears('says presence.view thandi two')
  two.tab.type('thandi', 'reply')
  await one.hears('says presence.type thandi two')
  expect(one.heard.filter(word => word.startsWith('says panel'))).toEqual([
    'says panel.open pieter',
    'says panel.open thandi',
  ])
  one.tab.leave()
  two.tab.lead()
  two.connects()
  expect(two.heard.filter(word => word.startsWith('says'))).toEqual([
    'says panel.open thandi',
    'says presence.view thandi two',
    'says panel.open thandi',
    'says presence.view thandi two',
  ])
})

test('a closed follower has nothing open any more', async () => {
  const [one, two] = [page('one'), page('two')]
  one.tab.lead()
  two.tab.place({ panel: 'thandi', view: null, network: false, customer: null })
  await one.hears('says panel.open thandi')
  two.tab.leave()
  await one.hears('says panel.close thandi')
})

test('who was deposed ends its connection, is heard no more, and catches up with the new leader', async () => {
  const [one, two, three] = [page('one'), page('two'), page('three')]
  one.tab.lead()
  one.connects()
  await three.hears('catches up')
  two.tab.lead()
  two.connects()
  await one.hears('catches up', 2)
  expect(one.line.isOpen).toBe(false)
  await three.hears('catches up', 2)
  // Frozen all the while, it wakes and says what it heard long ago.
  one.channel.postMessage({
    kind: 'told',
    term: { at: 999, tab: 'one' },
    to: null,
    name: 'event',
    payload: 'of old',
  } satisfies TabWord)
  one.tells('event', 'of an ended connection')
  two.tells('event', 'of today')
  await three.hears('event: of today')
  expect(three.heard.filter(word => word.startsWith('event'))).toEqual(['event: of today'])
  expect(two.line.isOpen).toBe(true)
})

test('a tab somebody looks at takes over from a leader that does not answer, and not from one that does', async () => {
  const [one, two] = [page('one'), page('two')]
  one.tab.lead()
  one.connects()
  await two.hears('catches up')
  expect(two.tab.watch()).toBe(false)
  await two.hears('online', 2)
  one.channel.close()
  clock += 60_000
  expect(two.tab.watch()).toBe(false)
  clock += 4_999
  expect(two.tab.watch()).toBe(false)
  clock += 1
  two.tab.seen(false)
  expect(two.tab.watch()).toBe(false)
  two.tab.seen(true)
  expect(two.tab.watch()).toBe(true)
})

test('what somebody did, and that they signed out, is told to the others and not back', async () => {
  const [one, two] = [page('one'), page('two')]
  one.tab.lead()
  two.tab.did('read thandi')
  await one.hears('did read thandi')
  one.line.hearing?.signedOut()
  await two.hears('signed out')
  expect(one.heard).toContain('signed out')
  expect(two.heard).not.toContain('did read thandi')
})
