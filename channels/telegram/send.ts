import { ChannelFailure, type Io, type Outgoing, type Sent } from '../channel.ts'
import { botApi } from './bot-api.ts'
import { record, text } from './json.ts'
import type { TelegramSettings } from './settings.ts'

/** One text to one chat. Telegram has no idempotency key and no receipts: a lost answer stays unknown. */
export async function send(outgoing: Outgoing, settings: TelegramSettings, io: Io): Promise<Sent> {
  const { to } = outgoing
  if (to.kind !== 'telegram' || !/^-?\d+$/.test(to.value)) {
    throw new ChannelFailure('rejected', 'Telegram reaches only people who wrote to this bot')
  }
  const body = { chat_id: to.value, text: outgoing.text }
  const result = record(await botApi(settings, io).call('sendMessage', body, { onServerError: 'unknown' }))
  const messageId = text(result.message_id)
  if (messageId === '') throw new ChannelFailure('unknown', 'Telegram answered without a message id')
  return { externalId: `${text(record(result.chat).id) || to.value}:${messageId}` }
}
