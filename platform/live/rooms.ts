/** Names of socket rooms. The server builds them from ids; a client never names one. */
export const roomOf = {
  /** Members who see every inbox of the tenant. */
  allInboxes: (tenantId: string) => `tenant:${tenantId}:all`,
  inbox: (tenantId: string, inboxId: string) => `tenant:${tenantId}:inbox:${inboxId}`,
  /** Sockets with a panel open that shows this customer. */
  customer: (tenantId: string, customerId: string) => `tenant:${tenantId}:customer:${customerId}`,
  session: (sessionId: string) => `session:${sessionId}`,
}
