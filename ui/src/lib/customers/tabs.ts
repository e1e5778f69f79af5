/** The tabs of a customer's page, in the order of their keys: a tab one may not see leaves its key free. Pure. */
import { say } from '../words/say.ts'

export const tabs = [
  { name: 'overview', label: say`Overview`, key: '1', needs: null },
  { name: 'services', label: say`Services`, key: '2', needs: null },
  { name: 'billing', label: say`Billing`, key: '3', needs: 'fields.balance' },
  { name: 'network', label: say`Network`, key: '4', needs: null },
  { name: 'tickets', label: say`Tickets`, key: '5', needs: null },
  { name: 'notes', label: say`Notes`, key: '6', needs: 'customers.change' },
  { name: 'audit', label: say`Audit`, key: '7', needs: 'audit.read' },
] as const

export type Tab = (typeof tabs)[number]
export type TabName = Tab['name']

export const tabNamed = (name: string | undefined): Tab => tabs.find(tab => tab.name === name) ?? tabs[0]

/** The overview is the page itself. */
export const tabAddress = (id: string, name: TabName): string =>
  name === 'overview' ? `/customers/${id}` : `/customers/${id}/${name}`
