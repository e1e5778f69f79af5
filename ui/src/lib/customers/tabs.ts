/** The tabs of a customer's page, in the order of their keys: a tab one may not see leaves its key free. Pure. */

export const tabs = [
  { name: 'overview', label: 'Overview', key: '1', needs: null },
  { name: 'services', label: 'Services', key: '2', needs: null },
  { name: 'billing', label: 'Billing', key: '3', needs: 'fields.balance' },
  { name: 'network', label: 'Network', key: '4', needs: null },
  { name: 'tickets', label: 'Tickets', key: '5', needs: null },
  { name: 'notes', label: 'Notes', key: '6', needs: 'customers.change' },
  { name: 'audit', label: 'Audit', key: '7', needs: 'audit.read' },
] as const

export type Tab = (typeof tabs)[number]
export type TabName = Tab['name']

export const tabNamed = (name: string | undefined): Tab => tabs.find(tab => tab.name === name) ?? tabs[0]

/** The overview is the page itself. */
export const tabAddress = (id: string, name: TabName): string =>
  name === 'overview' ? `/customers/${id}` : `/customers/${id}/${name}`
