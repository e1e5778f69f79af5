/** The list one came from, so that its next customer is one key away. Outlives a reload of the page. */

const name = 'customers-came-from'
/** As many as a person walks through. */
const most = 500

export type CameFrom = {
  /** With its filters, to go back to. */
  address: string
  ids: string[]
}

const nowhere: CameFrom = { address: '/customers', ids: [] }

export function rememberList(list: CameFrom): void {
  try {
    sessionStorage.setItem(name, JSON.stringify({ ...list, ids: list.ids.slice(0, most) }))
  } catch {
    // Without storage there is no list to walk through; the page works all the same.
  }
}

export function cameFrom(): CameFrom {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
    return isList(kept) ? kept : nowhere
  } catch {
    return nowhere
  }
}

function isList(value: unknown): value is CameFrom {
  const { address, ids } = (value ?? {}) as Partial<CameFrom>
  return typeof address === 'string' && address.startsWith('/customers') && Array.isArray(ids)
}

/** The id `step` further in the list; null beyond either end, or for one that is not in it. */
export function neighbour(ids: readonly string[], id: string, step: 1 | -1): string | null {
  const at = ids.indexOf(id)
  return at === -1 ? null : (ids[at + step] ?? null)
}
