/** What a channel's `connect` is given in tests: keeps what it stores, by key as the hub does, and tells when. */
import type { Link, RawItem } from '../../../channels/channel.ts'

export type RecordedLink = {
  link: Link
  /** Items under keys not seen before, in the order they were stored. */
  items: RawItem[]
  /** How often `store` was called with a key that was there already. */
  repeats: number
  states: string[]
  cursor: string | null
  /** Resolves when so many different items are stored. */
  stored(count: number): Promise<void>
  /** Resolves when the link said it is connected. */
  connected: Promise<void>
  abort(): void
}

/** A link to loopback. Give it an earlier link to go on from its cursor and items, as after a reconnect. */
export function recordedLink(before?: RecordedLink): RecordedLink {
  const controller = new AbortController()
  const waiters = new Set<() => void>()
  const keys = new Set(before?.items.map(item => item.key))
  let up: () => void = () => undefined
  const record: RecordedLink = {
    items: [...(before?.items ?? [])],
    repeats: 0,
    states: [],
    cursor: before?.cursor ?? null,
    connected: new Promise(resolve => {
      up = resolve
    }),
    stored: count =>
      new Promise(resolve => {
        const check = () => {
          if (record.items.length < count) return
          waiters.delete(check)
          resolve()
        }
        waiters.add(check)
        check()
      }),
    abort: () => controller.abort(),
    link: {
      cursor: before?.cursor ?? null,
      signal: controller.signal,
      http: () => Promise.reject(new Error('Email makes no HTTP requests')),
      resolve: host => Promise.resolve(host === 'localhost' ? '127.0.0.1' : host),
      store: async (items, cursor) => {
        for (const item of items) {
          if (keys.has(item.key)) record.repeats += 1
          else record.items.push(item)
          keys.add(item.key)
        }
        record.cursor = cursor
        for (const check of waiters) check()
      },
      health: state => {
        record.states.push(state)
        if (state === 'connected') up()
      },
    },
  }
  return record
}
