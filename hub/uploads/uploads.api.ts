/** Shapes of files that wait in the composer. */
import { z } from 'zod'

export const Upload = z
  .object({
    id: z.uuid().describe('Also the id of the attachment it becomes'),
    kind: z.enum(['reply', 'note']).describe('Which box it was put into; it goes out from no other'),
    name: z.string(),
    contentType: z.string().describe('By its content, whatever its name says'),
    sizeBytes: z.int(),
  })
  .meta({ id: 'Upload' })

export const newUpload = z
  .object({
    id: z.uuid().describe('Made by the client (UUIDv7); the same id twice is the same file'),
    name: z.string().min(1).max(1000),
    kind: z.enum(['reply', 'note']).default('reply').describe('Which box it was put into'),
    conversationId: z.uuid().optional().describe('Where it is meant to go'),
    cannedReplyId: z.uuid().optional().describe('Or the ready-made answer it comes with'),
  })
  .refine(({ conversationId, cannedReplyId }) => !conversationId !== !cannedReplyId, {
    message: 'Name either conversationId or cannedReplyId',
  })

export const uploadIds = z
  .array(z.uuid())
  .max(20)
  .default([])
  .describe('Files put there by `POST /api/uploads`; they go along and are no uploads any more')

/** What files one answer may carry. */
export const FileLimits = z
  .object({
    most: z.int().describe('How many in one message'),
    maxBytes: z.int().describe('All of one message together'),
    types: z
      .array(z.object({ type: z.string(), maxBytes: z.int(), withText: z.boolean() }))
      .nullable()
      .describe('The content types taken; null: any'),
    withText: z.int().describe('How many characters of text go along with files; 0: they go alone'),
  })
  .meta({ id: 'FileLimits' })
