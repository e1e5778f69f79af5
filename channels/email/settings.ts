/** One mailbox: where its mail is read (IMAP) and where replies go out (SMTP). */
import { z } from 'zod'

/** `none` is plain text on the wire: for a mail server on this machine only. */
const security = z.enum(['tls', 'starttls', 'none'])
const host = z.string().trim().min(1).max(253)
const port = z.coerce.number().int().min(1).max(65_535)
const securityHelp =
  'TLS from the start, STARTTLS (required, never skipped), or none (a server on this machine only)'

export const settings = z.object({
  address: z
    .email()
    .max(254)
    .meta({ title: 'Address', description: 'The address customers write to; replies come from it' }),
  name: z
    .string()
    .trim()
    .max(100)
    .default('')
    .meta({ title: 'Sender name', description: 'Shown beside the address, e.g. "Fibreway Support"' }),
  imapHost: host.meta({
    title: 'IMAP server',
    description: 'Host name of the server that holds the mailbox',
  }),
  imapPort: port.default(993).meta({ title: 'IMAP port', description: '993 for TLS, 143 for STARTTLS' }),
  imapSecurity: security.default('tls').meta({ title: 'IMAP security', description: securityHelp }),
  imapUser: z.string().min(1).max(320).meta({ title: 'IMAP user', description: 'Often the whole address' }),
  imapPassword: z.string().min(1).max(1000).meta({
    title: 'IMAP password',
    description: 'An app password where the provider has them',
    secret: true,
  }),
  folder: z
    .string()
    .min(1)
    .max(500)
    .default('INBOX')
    .meta({ title: 'Folder', description: 'The IMAP folder that is watched' }),
  importExisting: z.boolean().default(false).meta({
    title: 'Import existing mail',
    description: 'Also take in the mail that is in the folder when it is first connected',
  }),
  smtpHost: host.meta({ title: 'SMTP server', description: 'Host name of the server that sends replies' }),
  smtpPort: port.default(465).meta({ title: 'SMTP port', description: '465 for TLS, 587 for STARTTLS' }),
  smtpSecurity: security.default('tls').meta({ title: 'SMTP security', description: securityHelp }),
  smtpUser: z
    .string()
    .max(320)
    .default('')
    .meta({ title: 'SMTP user', description: 'Leave empty to use the IMAP user and password' }),
  smtpPassword: z
    .string()
    .max(1000)
    .default('')
    .meta({ title: 'SMTP password', description: 'Used when an SMTP user is given', secret: true }),
})

export type EmailSettings = z.output<typeof settings>

/** The account is the address itself, in lower case. */
export function accountOf(given: EmailSettings): string {
  return given.address.toLowerCase()
}

/** The part after the at sign, in lower case; used in Message-IDs and the EHLO name. */
export function domainOf(given: EmailSettings): string {
  return given.address.slice(given.address.lastIndexOf('@') + 1).toLowerCase()
}
