/** Email: one IMAP mailbox for what comes in, one SMTP account for what goes out. */
import type { Channel } from '../channel.ts'
import { check } from './check.ts'
import { fetchFile, read } from './read.ts'
import { send } from './send.ts'
import { connect } from './session.ts'
import { accountOf, type EmailSettings, settings } from './settings.ts'

export type { EmailSettings } from './settings.ts'

export const email: Channel<EmailSettings> = {
  kind: 'email',
  title: 'Email',
  abilities: {
    writesTo: 'email',
    attachments: true,
    // In a mail files grow by a third, and most servers take 25 MB.
    files: { most: 20, maxBytes: 18_000_000, types: null, withText: 1_000_000, byAddress: false },
    html: true,
    subject: true,
    receipts: 'sent',
    replyWindowHours: null,
    templates: false,
    threading: 'references',
    maxTextLength: 1_000_000,
    optOut: null,
  },
  settings,
  accountOf,
  read,
  send,
  connect,
  check,
  fetchFile,
}
