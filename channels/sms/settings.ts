/** One Twilio number, as an operator enters it. */
import { z } from 'zod'

export const settings = z.object({
  accountSid: z
    .string()
    .trim()
    .regex(/^AC[0-9a-fA-F]{32}$/, 'Starts with AC, then 32 letters and digits')
    .meta({ title: 'Account SID', description: 'On the first page of the Twilio console.' }),
  authToken: z
    .string()
    .trim()
    .min(1, 'Enter the auth token')
    .meta({ title: 'Auth token', description: 'Below the account SID; also signs webhooks.', secret: true }),
  fromNumber: z
    .string()
    .trim()
    .regex(/^\+[1-9]\d{6,14}$/, 'Write the number as + and country code, without spaces')
    .meta({ title: 'Phone number', description: 'The number customers text, such as +27821230000.' }),
  messagingServiceSid: z
    .string()
    .trim()
    .regex(/^(MG[0-9a-fA-F]{32})?$/, 'Starts with MG, then 32 letters and digits; leave empty without one')
    .optional()
    .meta({
      title: 'Messaging service SID',
      description: 'Only when Twilio should choose the sender out of a pool.',
    }),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://api.twilio.com')
    .meta({ title: 'API address', description: 'Another region or edge of Twilio; usually left as it is.' }),
})

export type SmsSettings = z.infer<typeof settings>
