/** Shapes of proving to be a customer. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const Via = z.enum(['sms', 'email', 'whatsapp'])

/** Of one customer, beside one conversation. */
export const Verification = z
  .object({
    customerId: z.uuid(),
    state: z.enum(['none', 'waiting', 'verified', 'expired']).describe('waiting: a code is on its way'),
    sentTo: z.string().nullable().describe('Where the code went, shortened'),
    until: moment.nullable().describe('waiting: until when the code works; otherwise until when it counts'),
    ways: z
      .array(z.object({ via: Via, sentTo: z.string().describe('Shortened') }))
      .describe('How a code can reach an address on record'),
  })
  .meta({ id: 'Verification' })

export const start = z.strictObject({ customerId: z.uuid(), via: Via })
export const CodeSent = z.object({ sentTo: z.string(), until: moment }).meta({ id: 'CodeSent' })

export const check = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'A code has six digits.'),
})
export const Verified = z.object({ customerId: z.uuid(), until: moment }).meta({ id: 'Verified' })
