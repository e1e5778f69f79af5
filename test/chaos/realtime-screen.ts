/** A screen without a page: the UI's own reducer and catching up, over a real socket, cut and restarted at will. */
import { io, type Socket } from 'socket.io-client'
import type { ConversationEvent, ConversationListItem, OpenConversation } from '../../ui/src/lib/api/types.ts'
import {
  ListCursor,
  lookAgainMs,
  missedOf,
  patiently,
  type Questions,
  socketOptions,
} from '../../ui/src/lib/live/catch-up.ts'
import { behind, type LiveInput, type LiveState, nothingYet, reduce } from '../../ui/src/lib/live/reducer.ts'
import { type Desk, mustBe } from './desk.ts'

type Page = { items: ConversationListItem[]; next: string | null }
type List = (view: 'open' | 'resolved', cursor: string | null) => Promise<Page>

type Asks = Questions & { list: List }

/** The questions of a screen, put to the API by this person. */
export function asksOf(desk: Desk): Asks {
  const get = async <T>(path: string): Promise<T> => mustBe<T>(path, await desk.call('GET', path))
  return {
    open: id => get<OpenConversation>(`/api/conversations/${id}`),
    events: (id, after) => get(`/api/conversations/${id}/events?after=${after}`),
    changes: cursor => get(`/api/changes${cursor ? `?cursor=${cursor}` : ''}`),
    list: (view, cursor) =>
      get(`/api/conversations?view=${view}&limit=100${cursor ? `&cursor=${cursor}` : ''}`),
  }
}

/** Every row this person sees, page by page. */
export async function everyRow(list: List): Promise<ConversationListItem[]> {
  const rows: ConversationListItem[] = []
  for (const view of ['open', 'resolved'] as const) {
    let cursor: string | null = null
    do {
      const page: Page = await list(view, cursor)
      rows.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
  }
  return rows
}

export class Screen {
  state: LiveState = nothingYet
  /** Milliseconds from being cut, or from the server being there again, until everything missed was in. */
  readonly resumes: number[] = []
  events = 0
  readonly #asks: Asks
  readonly #socket: Socket
  readonly #cursor: ListCursor
  readonly #timer: NodeJS.Timeout
  #openId: string | null = null
  #turn = 0
  #cutAt: number | null = null
  #busy = 0
  #tending = false
  #meeting = false
  #ended = false

  constructor(url: string, cookie: string, asks: Asks) {
    this.#asks = asks
    this.#cursor = new ListCursor(asks)
    this.#socket = io(url, { ...socketOptions, forceNew: true, extraHeaders: { cookie } })
    this.#socket.on('connect', () => void this.#work(() => this.#resume()))
    this.#socket.on('disconnect', reason => {
      this.#cutAt ??= performance.now()
      if (reason === 'io server disconnect') this.#socket.connect()
    })
    this.#socket.on('event', (event: ConversationEvent) => {
      this.events += 1
      this.#dispatch({ type: 'event', event })
    })
    this.#timer = setInterval(() => void this.#work(() => this.#lists()), lookAgainMs)
  }

  /** Connected, and nothing is being asked for. */
  get isSettled(): boolean {
    return this.#socket.connected && this.#busy === 0 && this.#cutAt === null
  }

  get openId(): string | null {
    return this.#openId
  }

  /** Shows a conversation from now on. */
  async show(id: string): Promise<void> {
    this.#openId = id
    await this.#work(async () => this.#dispatch({ type: 'opened', open: await this.#asks.open(id) }))
  }

  /** The line goes dead. */
  cut(): void {
    this.#cutAt = performance.now()
    this.#socket.io.engine.close()
  }

  /** Time without a server does not count as time to resume. */
  serverIsBack(at: number): void {
    if (this.#cutAt !== null) this.#cutAt = Math.max(this.#cutAt, at)
  }

  end(): void {
    this.#ended = true
    this.#turn += 1
    clearInterval(this.#timer)
    this.#socket.disconnect()
  }

  async #work(work: () => Promise<void>): Promise<void> {
    this.#busy += 1
    try {
      await work()
    } finally {
      this.#busy -= 1
    }
  }

  async #resume(): Promise<void> {
    await Promise.all([this.#lists(), this.#tend()])
    const cutAt = this.#cutAt
    if (cutAt === null || !this.#socket.connected) return
    this.#cutAt = null
    this.resumes.push(performance.now() - cutAt)
  }

  #lists(): Promise<void> {
    const mine = ++this.#turn
    const rows = {
      changed: (items: ConversationListItem[]) => this.#dispatch({ type: 'listed', items }),
      anew: () => this.#fetchLists(),
    }
    return patiently(
      () => this.#cursor.catchUp(rows),
      () => mine === this.#turn,
    )
  }

  async #fetchLists(): Promise<void> {
    const before = this.state.rows
    const items = await everyRow(this.#asks.list)
    const keep = this.state.rows.changedSince(before)
    this.#dispatch({ type: 'relisted', items, keep })
  }

  #dispatch(input: LiveInput): void {
    this.state = reduce(this.state, input)
    const thread = this.#openId ? this.state.threads[this.#openId] : undefined
    if (thread && behind(thread) !== 'nothing' && !this.#tending) void this.#work(() => this.#tend())
    if (Object.keys(this.state.strangers).length > 0 && !this.#meeting) void this.#work(() => this.#meet())
  }

  /** Asks for what the shown conversation lacks until it lacks nothing. */
  async #tend(): Promise<void> {
    this.#tending = true
    try {
      await patiently(async () => {
        const id = this.#openId
        const thread = id && this.state.threads[id]
        if (!id || !thread) return
        this.#dispatch(await missedOf(id, thread, this.#asks))
        const now = this.state.threads[id]
        if (now && behind(now) !== 'nothing') throw new Error('still behind')
      }, this.#isWanted)
    } finally {
      this.#tending = false
    }
  }

  async #meet(): Promise<void> {
    this.#meeting = true
    try {
      await patiently(async () => {
        const ids = Object.keys(this.state.strangers)
        const met = await Promise.all(ids.map(id => this.#asks.open(id)))
        this.#dispatch({ type: 'listed', items: met.map(one => one.conversation) })
        if (Object.keys(this.state.strangers).length > 0) throw new Error('more of them')
      }, this.#isWanted)
    } finally {
      this.#meeting = false
    }
  }

  readonly #isWanted = (): boolean => !this.#ended
}
