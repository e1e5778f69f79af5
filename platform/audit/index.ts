export { type Actor, actAs, currentActor, systemActor } from './actor.ts'
export { type AuditEntry, audit, changed, isAudited } from './audit.ts'
