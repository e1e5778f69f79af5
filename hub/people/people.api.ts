/** Shapes of people: who I am, colleagues, what each may do, invitations, roles. */
import { z } from 'zod'
import { isPermission, type Permission } from '../../platform/identity/permissions.ts'
import { roleNames } from '../../platform/identity/roles.ts'

const moment = z.iso.datetime({ offset: true })
const word = z.string().refine(isPermission, 'is no permission word') as unknown as z.ZodType<
  Permission,
  string
>
const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const personName = z.string().trim().min(1).max(100)
const E164 = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{6,14}$/, 'write it with + and country code, like +27821230001')

export const idParam = z.object({ id: z.uuid() })

export const Impersonation = z
  .object({ operatorName: z.string(), until: moment, reason: z.string() })
  .meta({ id: 'Impersonation' })

export const Me = z
  .object({
    member: z.object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      phone: z.string().nullable().describe('Where one-time codes by SMS and WhatsApp go'),
      role: z.string(),
      roleTitle: z.string(),
    }),
    tenant: z.object({
      id: z.uuid(),
      name: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      locale: z.string(),
    }),
    tenants: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .describe('Every provider this person works for'),
    permissions: z.array(z.string()),
    needs: z.enum(['second-factor']).nullable().describe('What must be done before anything else'),
    impersonation: Impersonation.nullable().describe('Set while an operator looks through these eyes'),
    operator: z.boolean().describe('Owns the installation: sees the tenants page'),
    demo: z.boolean().describe('The customer simulator is there'),
    catalogue: z.boolean().describe('The page that shows every component is there'),
  })
  .meta({ id: 'Me' })

export const changeMe = z.strictObject({
  name: personName.optional(),
  phone: E164.nullable().optional(),
})

export const Members = z.object({
  items: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.string() })),
})

/** Which role: one of every tenant, or one of this tenant's own. */
const roleFields = {
  role: z.enum([...roleNames, 'custom']),
  customRoleId: z.uuid().nullable(),
}

export const Person = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    role: z.string(),
    customRoleId: z.uuid().nullable(),
    roleTitle: z.string(),
    allInboxes: z.boolean(),
    inboxIds: z.array(z.uuid()).describe('Given to this person; those of their teams come on top'),
    teamIds: z.array(z.uuid()),
    customerId: z.uuid().nullable().describe('Whose account a member of the role customer sees'),
    twoFactor: z.boolean(),
    lastSeenAt: moment.nullable(),
    createdAt: moment,
    disabledAt: moment.nullable(),
  })
  .meta({ id: 'Colleague' })

export const People = z.object({
  items: z.array(Person),
  limit: z.int().nullable().describe('How many people this tenant may have'),
})

export const changePerson = z.strictObject({
  name: personName.optional(),
  role: roleFields.role.optional(),
  customRoleId: roleFields.customRoleId.optional(),
  allInboxes: z.boolean().optional(),
  inboxIds: z.array(z.uuid()).max(500).optional(),
  teamIds: z.array(z.uuid()).max(100).optional(),
  customerId: z.uuid().nullable().optional(),
})

export const Role = z
  .object({
    id: z.string().describe('A name for the roles every tenant has, else a UUID'),
    builtIn: z.boolean(),
    name: z.string(),
    description: z.string(),
    permissions: z.array(z.string()),
    members: z.int().describe('How many people have it'),
  })
  .meta({ id: 'Role' })

export const Roles = z.object({ items: z.array(Role) })

export const writeRole = z.strictObject({
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(200).default(''),
  permissions: z.array(word).max(60),
})

export const changeRole = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  description: z.string().trim().max(200).optional(),
  permissions: z.array(word).max(60).optional(),
})

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.string(),
    roleTitle: z.string(),
    invitedBy: z.string(),
    createdAt: moment,
    expiresAt: moment,
    expired: z.boolean(),
  })
  .meta({ id: 'Invitation' })

export const Invitations = z.object({ items: z.array(Invitation).describe('Open ones, newest first') })

export const writeInvitation = z.strictObject({
  email,
  name: personName,
  role: roleFields.role,
  customRoleId: roleFields.customRoleId.default(null),
  allInboxes: z.boolean().default(false),
  inboxIds: z.array(z.uuid()).max(500).default([]),
  teamIds: z.array(z.uuid()).max(100).default([]),
})

export const Invited = z
  .object({
    invitation: Invitation,
    link: z.url().describe('Shown once: it opens the page where the invited person joins'),
    mailed: z.boolean().describe('False where no inbox can send mail: hand the link over yourself'),
  })
  .meta({ id: 'Invited' })

/** What the page behind the link shows before anyone is signed in. */
export const OpenInvitation = z
  .object({
    tenant: z.string(),
    email: z.string(),
    name: z.string(),
    invitedBy: z.string(),
    hasAccount: z.boolean().describe('They join with the password they have already'),
    expiresAt: moment,
  })
  .meta({ id: 'OpenInvitation' })

const token = z.string().min(20).max(300)
export const invitationQuery = z.object({ token })
export const acceptInvitation = z.strictObject({
  token,
  name: personName,
  password: z.string().min(1).max(200),
})
export const Accepted = z.object({ email: z.string() })
