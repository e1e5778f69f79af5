/** An agent at the API: whole answers over one kept-alive connection, as a page asks for them. */
import { Agent as Connections, request } from 'undici'
import type { Position, View } from './inbox-bare.ts'
import { type Person, signIn } from './installation.ts'

type Page = { items: { id: string; lastMessageAt: string }[]; next: string | null }

export type Desk = {
  list(view: View, cursor?: string): Promise<string[]>
  counts(): Promise<number[]>
  open(id: string): Promise<string[]>
  /** Ids of the conversations found. */
  search(q: string): Promise<string[]>
  /** A route that does nothing. */
  nothing(): Promise<void>
  /** Walks the open list to about this depth: its cursor there, and the row it stands on. */
  walk(rows: number): Promise<{ cursor: string; position: Position }>
  close(): Promise<void>
}

export async function openDesk(url: string, person: Person): Promise<Desk> {
  const cookie = await signIn(url, person)
  const dispatcher = new Connections({ connections: 1, headersTimeout: 60_000 })
  const get = async (path: string) => {
    const { statusCode, body } = await request(`${url}${path}`, { dispatcher, headers: { cookie } })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text}`)
    return text
  }
  const page = async (view: View, limit: number, cursor?: string) =>
    JSON.parse(
      await get(`/api/conversations?view=${view}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`),
    ) as Page
  return {
    list: async (view, cursor) => (await page(view, 50, cursor)).items.map(item => item.id),
    counts: async () => {
      const { open, mine, unassigned } = JSON.parse(await get('/api/conversations/counts'))
      return [open, mine, unassigned]
    },
    open: async id => {
      const { messages } = JSON.parse(await get(`/api/conversations/${id}`)) as { messages: { id: string }[] }
      return messages.map(message => message.id)
    },
    search: async q => {
      const { items } = JSON.parse(await get(`/api/search?q=${encodeURIComponent(q)}`))
      return (items as { conversationId: string }[]).map(item => item.conversationId)
    },
    nothing: async () => void (await get('/livez')),
    walk: rows => walk(cursor => page('open', 100, cursor), rows),
    close: () => dispatcher.close(),
  }
}

/** As far as the list goes, when it is shorter. */
async function walk(
  next: (cursor?: string) => Promise<Page>,
  rows: number,
): Promise<{ cursor: string; position: Position }> {
  let page = await next()
  for (let seen = page.items.length; seen < rows && page.next; seen += page.items.length) {
    const further = await next(page.next)
    if (!further.next) break
    page = further
  }
  const last = page.items.at(-1)
  if (!page.next || !last) throw new Error('the list is too short to be paged')
  return { cursor: page.next, position: { at: last.lastMessageAt, id: last.id } }
}
