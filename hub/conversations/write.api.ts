/** What a member writes: an answer or a note. */
import { z } from 'zod'
import { templateChoice } from '../templates/templates.api.ts'
import { uploadIds } from '../uploads/uploads.api.ts'

const moment = z.iso.datetime({ offset: true })

type Said = { text: string; uploadIds: string[] }
const saysSomething = ({ text, uploadIds }: Said) => text !== '' || uploadIds.length > 0
const oneOfBoth = ({ text, uploadIds, template }: Said & { template?: unknown }) =>
  template === undefined ? saysSomething({ text, uploadIds }) : text === ''
const notOneOfBoth = {
  path: ['text'],
  message: 'Write something, add a file, or choose a template; beside a template goes no text',
}

const nothingSaid = { path: ['text'], message: 'Write something, or add a file' }

export const writeReply = z
  .object({
    id: z.uuid().describe('Made by the client (UUIDv7); the same id twice is the same message'),
    text: z.string().trim().max(100_000).describe('Empty with a template; may be where files come along'),
    uploadIds,
    template: templateChoice.optional(),
    inboxId: z.uuid(),
    identityId: z
      .uuid()
      .optional()
      .describe('Which of their addresses, where the inbox reaches several; the best one without it'),
    lastSeenSeq: z.int().min(0).describe('Highest seq the writer has seen; 409 when a message came after it'),
    sendAnyway: z.boolean().default(false),
    sendAfter: moment
      .nullable()
      .default(null)
      .describe('Send later: at most a year ahead; null or past: at once'),
    holdSeconds: z
      .int()
      .min(0)
      .max(60)
      .default(0)
      .describe("Room to undo: not handed over before these seconds passed, by the server's clock"),
  })
  .refine(oneOfBoth, notOneOfBoth)

export const writeNote = z
  .object({
    id: z.uuid(),
    text: z.string().trim().max(20_000).describe('May be empty where files come along'),
    uploadIds,
    mentions: z.array(z.uuid()).max(50).optional().describe('Members and teams named in it'),
  })
  .refine(saysSomething, nothingSaid)
