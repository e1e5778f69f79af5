/** Everything outside the product: the four fake providers behind slow lines, and the people who write. */
import { type DemoFakes, demoAddresses, startFakes } from '../../hub/demo/fakes.ts'
import type { Random } from './random.ts'
import { type SlowLine, startSlowLine } from './slow-line.ts'

export const kinds = ['email', 'telegram', 'sms', 'whatsapp'] as const
export type Kind = (typeof kinds)[number]

export type World = {
  fakes: DemoFakes
  /** Settings of one inbox per channel, pointing at the slow lines. */
  settings: Record<Kind, Record<string, unknown>>
  /** Posts and updates the product has not confirmed yet. */
  pending(): number
  stop(): Promise<void>
}

export const ourMailbox = demoAddresses.mailbox
export const ourSmsNumber = demoAddresses.sms

/** Milliseconds one way; a request and its answer take twice that. */
const usualDelay = [5, 60] as const
const mailDelay = [1, 8] as const

/** Without `autoReceipts` the providers report no states of answers by themselves. */
export async function startWorld(random: Random, options: { autoReceipts?: boolean } = {}): Promise<World> {
  const fakes = await startFakes(options)
  const lines: SlowLine[] = []
  const slow = async (port: number, delay: readonly [number, number] = usualDelay) => {
    const line = await startSlowLine(port, random, delay)
    lines.push(line)
    return line.port
  }
  const slowUrl = async (url: string) => `http://127.0.0.1:${await slow(Number(new URL(url).port))}`
  const { mail, telegram, twilio, whatsapp } = fakes
  const settings = {
    email: {
      ...fakes.settings.email,
      imapPort: await slow(mail.imapPort, mailDelay),
      smtpPort: await slow(mail.smtpPort, mailDelay),
    },
    telegram: { ...fakes.settings.telegram, apiUrl: await slowUrl(telegram.url) },
    sms: { ...fakes.settings.sms, apiUrl: await slowUrl(twilio.url) },
    whatsapp: { ...fakes.settings.whatsapp, apiUrl: await slowUrl(whatsapp.url) },
  }
  return {
    fakes,
    settings,
    pending: () => telegram.pending() + twilio.pending() + whatsapp.pending(),
    async stop() {
      await Promise.allSettled(lines.map(line => line.stop()))
      await Promise.allSettled([mail.stop(), telegram.stop(), twilio.stop(), whatsapp.stop()])
    },
  }
}
