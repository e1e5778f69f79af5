/** RADIUS: who may come online, and who is. */
export { createAccount } from './account-sessions.ts'
export { createAuthenticate } from './authenticate.ts'
export {
  type AccessRequest,
  type AccountingRequest,
  createRadiusClient,
  type RadiusClient,
} from './client.ts'
export type { Packet } from './codec/packet.ts'
export { findLine, type Line } from './find-line.ts'
export { findSession } from './find-session.ts'
export { findSessions, type SessionPlace, type SessionRow, type SessionSort } from './find-sessions.ts'
export { findSignIns } from './find-sign-ins.ts'
export { type Session, sessionKey } from './fold-sessions.ts'
export type { LineEvent } from './line-events.ts'
export { type LineHappening, lineHistory } from './line-history.ts'
export { countOnline, countOpenAt, findRouters, networkNow } from './network-now.ts'
export type { Nas } from './ports.ts'
export type { Router } from './router-state.ts'
export { createRadiusServer, type RadiusServer, type RadiusServerOptions } from './server.ts'
export type { SessionFilter } from './session-filter.ts'
export { type SessionOf, sessionsOfCustomer } from './sessions-of-customer.ts'
