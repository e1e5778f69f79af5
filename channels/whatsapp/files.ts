import { ChannelFailure, type Io } from '../channel.ts'
import { failure, fetchFields } from './graph.ts'
import { text } from './json.ts'
import type { WhatsappSettings } from './settings.ts'

/** Documents may have 100 MB, everything else less. */
const MAX_BYTES = 100_000_000

/** Media id -> an address that lives five minutes -> the bytes. Both want the token. Meta keeps media for 30 days. */
export async function fetchFile(ref: string, _raw: Buffer, settings: WhatsappSettings, io: Io) {
  const media = await fetchFields(encodeURIComponent(ref), settings, io)
  const url = text(media.url)
  if (url === '') throw new ChannelFailure('retry', 'WhatsApp gave no address for this file')
  if (Number(media.file_size) > MAX_BYTES)
    throw new ChannelFailure('rejected', 'This file is larger than 100 MB')
  const answer = await io.http(url, {
    headers: { authorization: `Bearer ${settings.accessToken}` },
    timeoutMs: 120_000,
    maxBytes: MAX_BYTES,
  })
  if (answer.status < 200 || answer.status > 299) throw failure(answer, 'retry')
  return { bytes: answer.body, contentType: text(media.mime_type) || answer.headers['content-type'] }
}
