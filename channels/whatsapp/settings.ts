import { z } from 'zod'

export type WhatsappSettings = {
  phoneNumberId: string
  displayNumber?: string | undefined
  businessAccountId?: string | undefined
  accessToken: string
  appSecret: string
  verifyToken: string
  apiUrl: string
}

const secret = (title: string, description: string) =>
  z.string().trim().min(1, `${title} is missing`).meta({ title, description, secret: true })

/** One WhatsApp Business number on Meta's Cloud API. */
export const settings: z.ZodType<WhatsappSettings> = z.object({
  phoneNumberId: z
    .string()
    .trim()
    .regex(/^\d{1,40}$/, 'The phone number id is digits only; it is not the phone number itself')
    .meta({ title: 'Phone number id', description: 'Meta App dashboard > WhatsApp > API setup' }),
  displayNumber: z
    .string()
    .trim()
    .max(40)
    .optional()
    .meta({ title: 'Phone number', description: 'As customers see it; only shown to your people' }),
  businessAccountId: z
    .string()
    .trim()
    // An emptied field of the form is no id.
    .regex(/^\d{0,40}$/, 'The business account id is digits only')
    .optional()
    .meta({
      title: 'WhatsApp Business account id',
      description: 'Meta App dashboard > WhatsApp > API setup; needed for message templates',
    }),
  accessToken: secret('Access token', 'Permanent token of a system user with whatsapp_business_messaging'),
  appSecret: secret(
    'App secret',
    'Meta App dashboard > Settings > Basic; proves that webhooks come from Meta',
  ),
  verifyToken: secret(
    'Verify token',
    'A word you choose; enter the same one at Meta beside the webhook address',
  ),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'Give a full address, such as https://graph.facebook.com/v23.0' })
    .default('https://graph.facebook.com/v23.0')
    .meta({ title: 'API address', description: 'Graph API with its version' }),
})
