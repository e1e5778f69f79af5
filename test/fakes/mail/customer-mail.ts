/** A customer at their own mail program: builds an RFC 5322 mail and sends it over real SMTP. */
import { randomUUID } from 'node:crypto'
import nodemailer from 'nodemailer'

export type CustomerMail = {
  from: string
  name?: string
  to: string
  subject: string
  text: string
  html?: string
  /** Ids without angle brackets. */
  inReplyTo?: string
  references?: string[]
  messageId?: string
  headers?: Record<string, string>
  attachments?: { filename: string; content: Buffer | string; contentType?: string }[]
}

/** Sends it without logging in, as another provider's server would, and returns the Message-ID without brackets. */
export async function sendAsCustomer(smtpPort: number, mail: CustomerMail): Promise<string> {
  const { name, inReplyTo, references, ...rest } = mail
  const messageId = mail.messageId ?? `${randomUUID()}@${mail.from.split('@')[1] ?? 'customer.example'}`
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    secure: false,
    ignoreTLS: true,
  })
  try {
    await transport.sendMail({
      ...rest,
      from: name === undefined ? mail.from : { name, address: mail.from },
      messageId: `<${messageId}>`,
      ...(inReplyTo === undefined ? {} : { inReplyTo: `<${inReplyTo}>` }),
      ...(references === undefined ? {} : { references: references.map(id => `<${id}>`) }),
    })
  } finally {
    transport.close()
  }
  return messageId
}
