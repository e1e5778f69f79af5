import type { Channel } from '../channel.ts'
import { fetchFile } from './files.ts'
import { fetchFields } from './graph.ts'
import { hook } from './hook.ts'
import { text } from './json.ts'
import { files } from './media.ts'
import { read } from './read.ts'
import { send } from './send.ts'
import { settings, type WhatsappSettings } from './settings.ts'
import { templates } from './templates.ts'

/** WhatsApp Business numbers on Meta's Cloud API. */
export const whatsapp: Channel<WhatsappSettings> = {
  kind: 'whatsapp',
  title: 'WhatsApp',
  abilities: {
    writesTo: 'phone',
    attachments: true,
    files,
    html: false,
    subject: false,
    receipts: 'read',
    replyWindowHours: 24,
    templates: true,
    threading: 'none',
    maxTextLength: 4096,
    optOut: null,
  },
  settings,
  accountOf: account => account.phoneNumberId,
  hook,
  read,
  send,
  fetchFile,
  templates,
  async check(account, io) {
    const path = `${account.phoneNumberId}?fields=display_phone_number,verified_name`
    const number = await fetchFields(path, account, io)
    const phone = text(number.display_phone_number) || account.displayNumber || account.phoneNumberId
    const name = text(number.verified_name)
    return { account: name ? `${name} (${phone})` : phone }
  },
}
