/** First steps: what a new provider's people have done so far, and where a first message can be written to. */
import { z } from 'zod'

export const steps = [
  'connect-inbox',
  'first-message',
  'first-answer',
  'invite-colleague',
  'first-router',
  'second-factor',
] as const

export type Step = (typeof steps)[number]

export const Guidance = z
  .object({
    steps: z
      .array(z.object({ step: z.enum(steps), isDone: z.boolean() }))
      .describe('Only those this member may do'),
    writeTo: z
      .array(z.object({ channel: z.string(), title: z.string(), name: z.string(), account: z.string() }))
      .describe('Connected inboxes that a customer can write to'),
    latestMessage: z
      .object({ conversationId: z.uuid(), contactName: z.string(), text: z.string(), at: z.iso.datetime() })
      .nullable()
      .describe('The latest message of a customer this member may see'),
  })
  .meta({ id: 'Guidance' })
