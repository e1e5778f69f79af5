import { createHmac } from 'node:crypto'
import { z } from 'zod'

export type TelegramSettings = {
  botToken: string
  mode: 'webhook' | 'polling'
  webhookSecret: string
  apiUrl: string
}

/** One bot. */
export const settings: z.ZodType<TelegramSettings> = z.object({
  botToken: z
    .string()
    .trim()
    .regex(/^\d{1,20}:[\w-]{1,100}$/, 'A bot token looks like 123456:ABC-DEF; @BotFather shows it')
    .meta({ title: 'Bot token', description: 'From @BotFather', secret: true }),
  mode: z.enum(['polling', 'webhook']).default('polling').meta({
    title: 'How messages arrive',
    description: 'Polling works everywhere; webhook needs a public HTTPS address',
  }),
  webhookSecret: z
    .string()
    .trim()
    .regex(/^([\w-]{16,256})?$/, 'Use 16 to 256 letters, digits, "_" or "-", or leave it empty')
    .default('')
    .meta({
      title: 'Webhook secret',
      description: 'Leave empty to have one derived from the bot token',
      secret: true,
    }),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'Give a full address, such as https://api.telegram.org' })
    .default('https://api.telegram.org')
    .meta({ title: 'API address', description: 'Change it only for a Bot API server of your own' }),
})

/** The secret Telegram repeats with every post: the chosen one, or one that follows from the token; '' without both. */
export function webhookSecretOf({ webhookSecret, botToken }: TelegramSettings): string {
  if (webhookSecret || !botToken) return webhookSecret
  return createHmac('sha256', botToken).update('webhook secret').digest('hex')
}
