/** Text messages by Twilio. */
import type { Channel } from '../channel.ts'
import { fetchFile } from './files.ts'
import { hook } from './hook.ts'
import { optOut } from './opt-out.ts'
import { read } from './read.ts'
import { check, send } from './send.ts'
import { type SmsSettings, settings } from './settings.ts'

export const sms: Channel<SmsSettings> = {
  kind: 'sms',
  title: 'SMS',
  abilities: {
    writesTo: 'phone',
    attachments: true,
    files: { most: 10, maxBytes: 5_000_000, types: null, withText: 1600, byAddress: true },
    html: false,
    subject: false,
    receipts: 'delivered',
    replyWindowHours: null,
    templates: false,
    threading: 'none',
    maxTextLength: 1600,
    optOut,
  },
  settings,
  accountOf: ({ fromNumber }) => fromNumber,
  hook,
  read,
  send,
  check,
  fetchFile,
}
