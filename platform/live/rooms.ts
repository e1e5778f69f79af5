import type { Hidden } from '../identity/masking.ts'

/** Names of socket rooms. The server builds them from ids; a client never names one. */
export const roomOf = {
  /** The same room for those from whom these fields are hidden; they get what is left of each event. */
  masked: (room: string, hidden: Hidden | null) => (hidden ? `${room}:without:${maskName(hidden)}` : room),
  /** Members who see every inbox of the tenant. */
  allInboxes: (tenantId: string) => `tenant:${tenantId}:all`,
  inbox: (tenantId: string, inboxId: string) => `tenant:${tenantId}:inbox:${inboxId}`,
  /** Sockets with a panel open that shows this customer. */
  customer: (tenantId: string, customerId: string) => `tenant:${tenantId}:customer:${customerId}`,
  /** Those who may read all tickets of the tenant. */
  tickets: (tenantId: string) => `tenant:${tenantId}:tickets`,
  /** Sockets that watch the network. */
  network: (tenantId: string) => `tenant:${tenantId}:network`,
  session: (sessionId: string) => `session:${sessionId}`,
  /** All sockets of one person: nobody is told of themself. */
  person: (tenantId: string, personId: string) => `tenant:${tenantId}:person:${personId}`,
  /** Sockets that do not keep up: they are told only what counts. */
  lagging: 'lagging',
}

const maskName = (hidden: Hidden) => `${hidden.phone ? 'phone' : ''}${hidden.email ? 'email' : ''}`

/** Every way in which an event can be shortened; money is in none of them. */
export const maskings: readonly Hidden[] = [
  { phone: true, email: false, balance: false },
  { phone: false, email: true, balance: false },
  { phone: true, email: true, balance: false },
]
