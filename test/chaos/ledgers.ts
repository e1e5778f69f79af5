/** The providers' own books in one shape: what really left for customers, in the order each provider took it. */
import PostalMime from 'postal-mime'
import { type Kind, ourMailbox, type World } from './world.ts'

export type LedgerLine = { kind: Kind; to: string; text: string; at: Date }

export async function readLedgers({ fakes }: World): Promise<LedgerLine[]> {
  const mails = fakes.mail.ledger.filter(mail => mail.from === ourMailbox)
  return [
    ...(await Promise.all(
      mails.map(async mail => ({
        kind: 'email' as const,
        to: mail.to.join(', '),
        text: ((await PostalMime.parse(mail.raw)).text ?? '').trim(),
        at: mail.at,
      })),
    )),
    ...fakes.telegram.ledger.map(({ chatId, text, at }) => ({
      kind: 'telegram' as const,
      to: String(chatId),
      text,
      at,
    })),
    ...fakes.twilio.ledger.map(({ to, body, at }) => ({ kind: 'sms' as const, to, text: body, at })),
    ...fakes.whatsapp.ledger.map(({ to, text, at }) => ({ kind: 'whatsapp' as const, to, text, at })),
  ]
}
