/** Shapes of search. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const searchQuery = z.object({
  q: z.string().max(200).default('').describe('Words, "phrases", identifiers and operators such as is:open'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})

export const SearchPart = z.object({ text: z.string(), hit: z.boolean() }).meta({ id: 'SearchPart' })

export const ExactHit = z
  .object({
    kind: z.enum(['customer', 'contact', 'invoice', 'ticket']),
    id: z.uuid(),
    title: z.string(),
    detail: z.string().nullable().describe('"C-1042", "open, due 2026-02-01"'),
    matched: z
      .enum([
        'phone',
        'email',
        'customer number',
        'login',
        'device address',
        'IP address',
        'invoice',
        'ticket',
      ])
      .describe('By which identifier it was found'),
    conversationId: z.uuid().nullable().describe('The latest conversation about it that you may see'),
  })
  .meta({ id: 'SearchExactHit' })

export const SearchHit = z
  .object({
    conversationId: z.uuid(),
    messageId: z.uuid().nullable().describe('Which message was found; null: its latest, none in particular'),
    contact: z.object({ id: z.uuid(), name: z.string() }),
    subject: z.string().nullable(),
    status: z.enum(['open', 'resolved']),
    channel: z.string(),
    at: moment.describe('When the message was written'),
    direction: z.enum(['in', 'out', 'note']),
    author: z.string().nullable().describe('The member who wrote it'),
    parts: z.array(SearchPart).describe('A piece of the message; the words found stand apart'),
  })
  .meta({ id: 'SearchHit' })

export const SearchAnswer = z
  .object({
    exact: z.array(ExactHit).describe('Found by an identifier; on the first page only'),
    items: z.array(SearchHit).describe('Latest first'),
    next: z
      .string()
      .nullable()
      .describe('Cursor of the following page, which may be empty and still lead on'),
    problems: z.array(z.string()).describe('What was not understood, in words'),
  })
  .meta({ id: 'SearchAnswer' })
