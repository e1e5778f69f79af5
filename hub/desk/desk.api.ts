/** Shapes of what colleagues set on a conversation: priority, team, labels, fields, snooze, watchers, mentions. */
import { z } from 'zod'
import { cursorMoment } from '../../platform/http/cursor.ts'
import { Person } from '../conversations/conversations.api.ts'

const moment = z.iso.datetime({ offset: true })
const labelName = z.string().trim().min(1).max(40)

export const Claimed = z.object({ assignee: Person }).meta({ id: 'Claimed' })

export const changeDetails = z.strictObject({
  priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  teamId: z.uuid().nullable().optional(),
  customerId: z
    .uuid()
    .nullable()
    .optional()
    .describe('Which of the customers the contact speaks for this is about'),
  labels: z
    .strictObject({
      add: z.array(labelName).max(50).default([]),
      remove: z.array(labelName).max(50).default([]),
    })
    .optional(),
  fields: z
    .record(z.string().min(1).max(40), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]))
    .refine(fields => Object.keys(fields).length <= 50, 'at most 50 fields at once')
    .optional()
    .describe("Values of the tenant's own fields by key; null takes one away"),
})

export const snooze = z.strictObject({ until: moment.describe('In the future, at most a year ahead') })

export const Watchers = z.object({ watchers: z.array(Person) }).meta({ id: 'Watchers' })

export const Mention = z
  .object({
    messageId: z.uuid(),
    conversationId: z.uuid(),
    contact: Person,
    author: Person.nullable(),
    text: z.string().describe('The note'),
    at: moment,
    seenAt: moment.nullable(),
  })
  .meta({ id: 'Mention' })

export const mentionsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const Mentions = z.object({
  items: z.array(Mention).describe('Unseen first, then the newest'),
  unseen: z.int().describe('All of them, also on other pages'),
  next: z.string().nullable(),
})

export const mentionsSeen = z.strictObject({
  until: cursorMoment.describe('Those that came later stay unseen: `at` of the newest one shown'),
})

export const Mentionable = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['member', 'team']),
    tells: z.int().describe('How many people naming it would tell: none when none of them sees this'),
  })
  .meta({ id: 'Mentionable' })

export const Mentionables = z.object({ items: z.array(Mentionable) })

export const messageParam = z.object({ messageId: z.uuid() })

const colours = ['grey', 'red', 'amber', 'green', 'blue', 'violet'] as const

export const Label = z
  .object({
    id: z.uuid(),
    name: z.string(),
    colour: z.enum(colours),
    openConversations: z.int().optional().describe('Those with it that the caller sees; when asked for'),
  })
  .meta({ id: 'Label' })
export const Labels = z.object({ items: z.array(Label) })
export const labelsQuery = z.object({
  count: z.enum(['open']).optional().describe('With the number of open conversations that carry each'),
})

export const Carriers = z
  .object({
    conversations: z.int().describe('Of those the caller sees, resolved ones too'),
    open: z.int(),
    seesAll: z.boolean().describe('False: there may be more, in inboxes the caller does not see'),
  })
  .meta({ id: 'Carriers' })
export const writeLabel = z.strictObject({ name: labelName, colour: z.enum(colours).default('grey') })
export const changeLabel = z.strictObject({
  name: labelName.optional(),
  colour: z.enum(colours).optional(),
})

const fieldKinds = ['text', 'number', 'date', 'choice', 'yes-no'] as const
const title = z.string().trim().min(1).max(60)
const choices = z.array(z.string().trim().min(1).max(60)).min(1).max(100)

export const CustomField = z
  .object({
    id: z.uuid(),
    key: z.string(),
    title: z.string(),
    kind: z.enum(fieldKinds),
    choices: z.array(z.string()).nullable(),
  })
  .meta({ id: 'CustomField' })
export const CustomFields = z.object({ items: z.array(CustomField) })
export const writeCustomField = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and dashes, a letter first'),
  title,
  kind: z.enum(fieldKinds),
  choices: choices.optional().describe('Needed for kind choice, and only there'),
})
export const changeCustomField = z.strictObject({ title: title.optional(), choices: choices.optional() })
