import { ChannelFailure, type Io, type Outgoing, type OutgoingFile, type Sent } from '../channel.ts'
import { type BotApi, botApi } from './bot-api.ts'
import { record, text } from './json.ts'
import type { TelegramSettings } from './settings.ts'

/** Larger ones, and those of odd shapes, go as documents. */
const maxPhotoBytes = 10_000_000

/**
 * One message to one chat: text, or a file with the text as its caption. Telegram has no idempotency key and no receipts:
 * a lost answer stays unknown.
 */
export async function send(outgoing: Outgoing, settings: TelegramSettings, io: Io): Promise<Sent> {
  const { to, files } = outgoing
  const [file] = files
  if (to.kind !== 'telegram' || !/^-?\d+$/.test(to.value)) {
    throw new ChannelFailure('rejected', 'Telegram reaches only people who wrote to this bot')
  }
  if (files.length > 1) throw new ChannelFailure('rejected', 'Telegram takes one file in a message')
  const api = botApi(settings, io)
  const result = record(
    await (file
      ? sendFile(api, file, outgoing)
      : api.call('sendMessage', { chat_id: to.value, text: outgoing.text }, { onServerError: 'unknown' })),
  )
  const messageId = text(result.message_id)
  if (messageId === '') throw new ChannelFailure('unknown', 'Telegram answered without a message id')
  return { externalId: `${text(record(result.chat).id) || to.value}:${messageId}` }
}

/** A photo is shown at once; Telegram refuses those that are too long, wide or large for it, and then nothing went out. */
async function sendFile(api: BotApi, file: OutgoingFile, outgoing: Outgoing): Promise<unknown> {
  const blob = new Blob([new Uint8Array(await file.bytes())], { type: file.contentType })
  const formFor = (field: 'photo' | 'document') => {
    const form = new FormData()
    form.set('chat_id', outgoing.to.value)
    if (outgoing.text !== '') form.set('caption', outgoing.text)
    form.set(field, blob, file.name)
    return form
  }
  if (/^image\/(jpeg|png)$/.test(file.contentType) && file.sizeBytes <= maxPhotoBytes) {
    try {
      return await api.upload('sendPhoto', formFor('photo'))
    } catch (error) {
      if (!(error instanceof ChannelFailure && /PHOTO_|IMAGE_PROCESS/.test(error.message))) throw error
    }
  }
  return api.upload('sendDocument', formFor('document'))
}
