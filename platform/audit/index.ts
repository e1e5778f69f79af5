export { type Actor, actAs, systemActor } from './actor.ts'
export { type AuditEntry, audit, changed, unchanged } from './audit.ts'
