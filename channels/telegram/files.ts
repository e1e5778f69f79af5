import { ChannelFailure, type Io } from '../channel.ts'
import { botApi } from './bot-api.ts'
import { record, text } from './json.ts'
import type { TelegramSettings } from './settings.ts'

/** File id -> path (good for an hour) -> bytes. Telegram serves bots at most 20 MB and says no content type. */
export async function fetchFile(ref: string, _raw: Buffer, settings: TelegramSettings, io: Io) {
  const api = botApi(settings, io)
  const path = text(record(await api.call('getFile', { file_id: ref })).file_path)
  if (!/^[\w./-]+$/.test(path) || path.includes('..')) {
    throw new ChannelFailure('rejected', 'Telegram gave no usable path for this file')
  }
  const answer = await api.download(path)
  return { bytes: answer.body }
}
