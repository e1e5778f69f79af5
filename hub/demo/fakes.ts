/** The outside world of the demo: one fake provider per channel, speaking the provider's own protocol on loopback. */
import { randomBytes } from 'node:crypto'
import { startMailFake } from '../../test/fakes/mail/index.ts'
import { startTelegramFake } from '../../test/fakes/telegram.ts'
import { startTwilioFake } from '../../test/fakes/twilio.ts'
import { startWhatsappFake } from '../../test/fakes/whatsapp.ts'
import { templateSamples } from '../../test/fakes/whatsapp-template-samples.ts'

const secret = () => randomBytes(18).toString('hex')

export const demoAddresses = {
  mailbox: 'support@fernhill.example',
  sms: '+27871234500',
  whatsapp: '+27871234501',
  phoneNumberId: '109876543210987',
  businessAccountId: '102233445566778',
}

export type DemoFakes = Awaited<ReturnType<typeof startFakes>>

/**
 * New credentials every time: nothing of the demo is worth stealing. Without `autoReceipts` no state of an answer is
 * reported by itself.
 */
export async function startFakes({ autoReceipts = true } = {}) {
  const password = secret()
  const botToken = `700000001:${secret()}`
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = secret()
  const accessToken = secret()
  const appSecret = secret()
  const { phoneNumberId, businessAccountId, mailbox } = demoAddresses
  const [mail, telegram, twilio, whatsapp] = await Promise.all([
    startMailFake({ users: [{ address: mailbox, password }] }),
    startTelegramFake({ botToken, firstUpdateId: 1 + (Date.now() % 1_000_000_000) }),
    startTwilioFake({ accountSid, authToken, autoReceipts }),
    startWhatsappFake({ phoneNumberId, businessAccountId, accessToken, appSecret, autoReceipts }),
  ])
  whatsapp.setTemplates(templateSamples)
  const settings: Record<string, Record<string, unknown>> = {
    email: {
      address: mailbox,
      name: 'Fernhill Fibre',
      imapHost: '127.0.0.1',
      imapPort: mail.imapPort,
      imapSecurity: 'none',
      imapUser: mailbox,
      imapPassword: password,
      smtpHost: '127.0.0.1',
      smtpPort: mail.smtpPort,
      smtpSecurity: 'none',
    },
    whatsapp: {
      phoneNumberId,
      displayNumber: demoAddresses.whatsapp,
      businessAccountId,
      accessToken,
      appSecret,
      verifyToken: secret(),
      apiUrl: whatsapp.url,
    },
    sms: { accountSid, authToken, fromNumber: demoAddresses.sms, apiUrl: twilio.url },
    telegram: { botToken, mode: 'polling', apiUrl: telegram.url },
  }
  return { mail, telegram, twilio, whatsapp, settings }
}
