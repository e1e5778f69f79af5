import type { Channel } from '../channel.ts'
import { ALLOWED_UPDATES, botApi } from './bot-api.ts'
import { fetchFile } from './files.ts'
import { hook } from './hook.ts'
import { record, text } from './json.ts'
import { read } from './read.ts'
import { send } from './send.ts'
import { connect } from './session.ts'
import { settings, type TelegramSettings, webhookSecretOf } from './settings.ts'

/** Telegram bots, by long polling or webhook. */
export const telegram: Channel<TelegramSettings> = {
  kind: 'telegram',
  title: 'Telegram',
  abilities: {
    writesTo: 'telegram',
    attachments: true,
    files: { most: 1, maxBytes: 50_000_000, types: null, withText: 1024, byAddress: false },
    html: false,
    subject: false,
    receipts: 'sent',
    replyWindowHours: null,
    templates: false,
    threading: 'none',
    maxTextLength: 4096,
    optOut: null,
  },
  settings,
  /** The part of the token before ":" is the bot's id. */
  accountOf: account => account.botToken.split(':')[0] ?? '',
  hook,
  read,
  send,
  connect,
  wantsLink: account => account.mode === 'polling',
  fetchFile,
  async check(account, io) {
    const me = record(await botApi(account, io).call('getMe', {}))
    return { account: me.username ? `@${text(me.username)}` : text(me.first_name) || 'Telegram bot' }
  },
  async register(account, hookUrl, io) {
    // A webhook would stop the polling.
    if (account.mode !== 'webhook') return
    const body = { url: hookUrl, secret_token: webhookSecretOf(account), allowed_updates: ALLOWED_UPDATES }
    await botApi(account, io).call('setWebhook', body)
  },
}
