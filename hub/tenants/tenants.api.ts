/** Shapes of the installation's own pages: tenants, their limits, and looking through a member's eyes. */
import { z } from 'zod'
import { limitNames } from '../../platform/limits.ts'

const moment = z.iso.datetime({ offset: true })

export const idParam = z.object({ id: z.uuid() })

export const PlatformMe = z
  .object({
    name: z.string(),
    email: z.string(),
    impersonating: z
      .object({ tenantId: z.uuid(), memberName: z.string(), until: moment, reason: z.string() })
      .nullable(),
  })
  .meta({ id: 'PlatformMe' })

const limits = z.partialRecord(z.enum(limitNames), z.int().min(0).max(1_000_000))

export const Tenant = z
  .object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    locale: z.string(),
    createdAt: moment,
    suspendedAt: moment.nullable(),
    suspendedReason: z.string().nullable(),
    limits,
    used: z.object({ members: z.int(), inboxes: z.int(), keys: z.int(), webhooks: z.int() }),
  })
  .meta({ id: 'Tenant' })

export const Tenants = z.object({ items: z.array(Tenant) })

const timeZone = z.string().refine(zone => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}, 'is no time zone; write it like Africa/Johannesburg')
const currency = z.string().regex(/^[A-Z]{3}$/, 'is no currency; write it like ZAR')
const locale = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'is no language; write it like en or en-ZA')
const name = z.string().trim().min(1).max(100)

export const createTenant = z.strictObject({
  name,
  timeZone: timeZone.default('UTC'),
  currency: currency.default('USD'),
  locale: locale.default('en'),
  limits: limits.default({}),
  ownerName: name,
  ownerEmail: z.string().trim().toLowerCase().pipe(z.email()),
})

export const CreatedTenant = z
  .object({ tenant: Tenant, link: z.url().describe('Shown once: where the first owner joins') })
  .meta({ id: 'CreatedTenant' })

export const inviteOwner = z.strictObject({
  name,
  email: z.string().trim().toLowerCase().pipe(z.email()),
})
export const OwnerLink = z.object({ link: z.url().describe('Shown once') })

export const changeTenant = z.strictObject({
  name: name.optional(),
  timeZone: timeZone.optional(),
  limits: limits.optional(),
})

export const suspendTenant = z.strictObject({ reason: z.string().trim().min(3).max(300) })

export const TenantMembers = z.object({
  items: z.array(z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.string() })),
})

export const impersonate = z.strictObject({
  memberId: z.uuid(),
  reason: z.string().trim().min(10, 'say in a sentence why, the tenant can read it').max(500),
  minutes: z.int().min(5).max(60).default(15),
})
