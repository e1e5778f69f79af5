/** Plans, what customers subscribe to, and the RADIUS logins of their services. */
export { createLogin, type NewLogin, type Seal } from './create-login.ts'
export { createPlan, type NewPlan } from './create-plan.ts'
export { createService, type NewService } from './create-service.ts'
export { type Service, type ServiceStatus, servicesOf } from './services-of.ts'
export { suspendService } from './suspend-service.ts'
