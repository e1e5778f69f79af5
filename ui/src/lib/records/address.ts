/** Filters live in the address, so that going back undoes them and a list can be sent to a colleague. Pure. */

/** What the address says of these names; what it does not say is ''. */
export function readAddress<N extends string>(
  search: URLSearchParams,
  names: readonly N[],
): Record<N, string> {
  return Object.fromEntries(names.map(name => [name, search.get(name)?.trim() ?? ''])) as Record<N, string>
}

/** The same address with some of it said otherwise; '' and null take a name out. */
export function changedAddress(url: URL, wanted: Record<string, string | null>): string {
  const search = new URLSearchParams(url.searchParams)
  for (const [name, value] of Object.entries(wanted)) {
    if (value) search.set(name, value)
    else search.delete(name)
  }
  const said = search.toString()
  return said ? `${url.pathname}?${said}` : url.pathname
}

/** Only what is said, as a server is asked. */
export const saidOf = (filter: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))

/** The next order when a heading is pressed: its own first way, then the other, then none. `-name` is downwards. */
export function nextSort(sort: string, name: string, first: 'up' | 'down'): string {
  const [one, two] = first === 'up' ? [name, `-${name}`] : [`-${name}`, name]
  if (sort === one) return two
  return sort === two ? '' : one
}
