/** Shapes of ready-made answers. */
import { z } from 'zod'
import { Upload } from '../uploads/uploads.api.ts'

export const CannedReply = z
  .object({
    id: z.uuid(),
    title: z.string(),
    text: z.string().describe('Variables stand in {braces}: {first name}, {balance}'),
    isShared: z.boolean().describe("Everybody's, or the caller's own"),
    uses: z.int(),
    files: z.array(Upload),
  })
  .meta({ id: 'CannedReply' })

export const CannedReplies = z.object({ items: z.array(CannedReply) })

const title = z.string().trim().min(1).max(80)
const text = z.string().trim().min(1).max(10_000)

export const newReply = z.strictObject({
  id: z.uuid().describe('Made by the client; the same id twice is the same answer'),
  title,
  text,
})
export const changeReply = z.strictObject({ title: title.optional(), text: text.optional() })
export const useReply = z.strictObject({
  conversationId: z.uuid().describe('Where its files are put'),
  kind: z.enum(['reply', 'note']).default('reply').describe('Into which box'),
})
export const used = z.object({
  uploads: z.array(Upload).describe('Copies of its files, in the composer now'),
})
