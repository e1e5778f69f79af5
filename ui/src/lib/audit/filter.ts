/** What the trail is filtered by, kept in the address so that a view can be sent to a colleague. Pure. */
export type Filter = {
  q: string
  /** Id of a member, key or operator. */
  actor: string
  action: string
  /** Id of what was changed. */
  subject: string
  /** Days, YYYY-MM-DD, both included. */
  from: string
  to: string
}

const names = ['q', 'actor', 'action', 'subject', 'from', 'to'] as const
const day = /^\d{4}-\d{2}-\d{2}$/

/** What an address says; a day that is none is left out. */
export function readFilter(search: URLSearchParams): Filter {
  const filter = Object.fromEntries(names.map(name => [name, search.get(name)?.trim() ?? ''])) as Filter
  for (const end of ['from', 'to'] as const) {
    if (!day.test(filter[end]) || Number.isNaN(Date.parse(filter[end]))) filter[end] = ''
  }
  return filter
}

/** "?q=key&from=2026-03-01", or nothing for no filter. */
export function writeFilter(filter: Filter): string {
  const said = names.filter(name => filter[name] !== '').map(name => [name, filter[name]])
  return said.length > 0 ? `?${new URLSearchParams(said as [string, string][])}` : ''
}

export const isFiltered = (filter: Filter): boolean => names.some(name => filter[name] !== '')

/** As the server is asked: moments instead of days, the last day whole. Days begin where the person sits. */
export function queryOf(filter: Filter): Record<string, string> {
  const { from, to, ...rest } = filter
  const query: Record<string, string> = Object.fromEntries(Object.entries(rest).filter(([, value]) => value))
  if (from) query.from = new Date(`${from}T00:00:00`).toISOString()
  if (to) {
    const end = new Date(`${to}T00:00:00`)
    end.setDate(end.getDate() + 1)
    query.to = end.toISOString()
  }
  return query
}
