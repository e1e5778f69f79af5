/** Message templates: as they are listed, and as an answer names one. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const MessageTemplate = z
  .object({
    id: z.uuid(),
    name: z.string(),
    language: z.string(),
    category: z.string().describe('In the word of the provider: utility, marketing, authentication'),
    status: z.enum(['approved', 'pending', 'paused', 'rejected', 'disabled', 'removed']),
    sendable: z.boolean(),
    why: z.string().nullable().describe('Why it cannot be sent, in words'),
    header: z.string().describe('Placeholders stand in {{braces}}; empty when there is none'),
    file: z
      .enum(['image', 'video', 'document'])
      .nullable()
      .describe('What it begins with in place of words: one of `uploadIds` of the answer'),
    body: z.string(),
    footer: z.string(),
    buttons: z.array(
      z.object({ kind: z.enum(['reply', 'url', 'phone', 'other']), text: z.string(), to: z.string() }),
    ),
    parameters: z.array(
      z.object({
        key: z.string().describe('Names its value in an answer: "body.1"'),
        place: z.enum(['header', 'body', 'button']),
        name: z.string().describe('As it stands between the braces'),
        button: z.int().nullable().describe('Which button, from 0'),
        example: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MessageTemplate' })

export const MessageTemplates = z
  .object({
    items: z.array(MessageTemplate).describe('What can be sent first, then by name'),
    fetchedAt: moment.nullable().describe('When the provider was last asked; null: never'),
    problem: z.string().nullable().describe('Why the list may be old or empty, in words'),
    canFetch: z.boolean().describe('False while the settings of the inbox lack something'),
  })
  .meta({ id: 'MessageTemplates' })

export const templateChoice = z
  .object({
    id: z.uuid(),
    values: z
      .record(z.string().max(100), z.string().max(4_000))
      .describe('By the keys of its parameters, every one of them'),
  })
  .describe('Goes out as this approved template, also where free text is not accepted; `text` is then empty')
