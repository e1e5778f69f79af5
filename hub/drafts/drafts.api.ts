/** Shapes of drafts. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const draftKind = z.enum(['reply', 'note'])

export const Draft = z
  .object({
    kind: draftKind,
    text: z.string().describe('Empty: it was emptied or sent at this version'),
    inboxId: z.uuid().nullable().describe('Through which inbox the answer should go'),
    version: z.int(),
    updatedAt: moment,
  })
  .meta({ id: 'Draft' })

export const DraftInList = z
  .object({
    conversationId: z.uuid(),
    contactName: z.string(),
    kind: draftKind,
    preview: z.string().describe('How it begins'),
    version: z.int(),
    updatedAt: moment,
  })
  .meta({ id: 'DraftInList' })

export const writeDraft = z.strictObject({
  text: z.string().max(100_000),
  inboxId: z.uuid().nullable().default(null),
  version: z
    .int()
    .min(1)
    .describe('Made by the client, always rising; an older one never replaces a newer one'),
})

export const draftParams = z.object({ id: z.uuid(), kind: draftKind })
