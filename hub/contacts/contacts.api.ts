/** Shapes of contacts, who else they may be, and what was made one. */
import { z } from 'zod'
import { Person } from '../conversations/conversations.api.ts'

const moment = z.iso.datetime({ offset: true })

export const Identity = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    value: z.string(),
    evidence: z.string().describe('What says that it is theirs: "wrote from it", "moved by …"'),
    validUntil: moment.nullable().describe('From then on it belongs to somebody else'),
    optedOutAt: moment.nullable().describe('Since then nothing may be written to it'),
    optedOutWords: z.string().nullable().describe('Their own word ("STOP"), or who says so ("said by …")'),
  })
  .meta({ id: 'Identity' })

export const ContactMerge = z
  .object({
    id: z.uuid(),
    kind: z.enum(['merge', 'move']).describe('merge: two contacts made one; move: one address moved'),
    from: Person,
    at: moment,
    by: z.string().nullable(),
  })
  .meta({ id: 'ContactMerge' })

const spokenFor = z.object({ id: z.uuid(), number: z.string(), name: z.string() })

export const Contact = z
  .object({
    id: z
      .uuid()
      .describe('The contact this id stands for today; another one than asked for when that was merged'),
    name: z.string(),
    identities: z.array(Identity),
    customers: z.array(spokenFor),
    merges: z
      .array(ContactMerge)
      .describe('What was moved to this contact and can be taken back, latest first'),
  })
  .meta({ id: 'Contact' })

const likeness = {
  score: z.int().min(0).max(100),
  reasons: z.array(z.string()).describe('In words: "same name", "both speak for C-1042"'),
}

export const ContactSuggestions = z
  .object({
    contacts: z.array(
      z.object({
        contact: z.object({
          id: z.uuid(),
          name: z.string(),
          identities: z.array(Identity),
          customers: z.array(spokenFor),
        }),
        ...likeness,
        warning: z.string().nullable().describe('What speaks against it'),
      }),
    ),
    customers: z.array(z.object({ customer: spokenFor, ...likeness })),
  })
  .meta({ id: 'ContactSuggestions' })

export const Merged = z.object({ id: z.uuid(), contactId: z.uuid() }).meta({ id: 'Merged' })

export const mergeContacts = z.strictObject({
  otherId: z.uuid(),
  force: z.boolean().default(false).describe('Although they speak for different customers; needs a reason'),
  reason: z.string().trim().max(500).optional(),
})

export const moveIdentity = z.strictObject({
  toContactId: z.uuid().nullable().describe('null: a new contact'),
})

export const addIdentity = z.strictObject({
  kind: z.enum(['phone', 'email', 'login']),
  value: z.string().trim().min(1).max(254).describe('A phone number in any spelling'),
})

export const changeIdentity = z
  .strictObject({
    validUntil: moment.nullable().optional().describe('No longer theirs since then; null: theirs after all'),
    optedOut: z.boolean().optional().describe('They do not want to be written to here'),
  })
  .refine(change => Object.keys(change).length > 0, 'says nothing to change')
