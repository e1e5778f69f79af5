/** Pictures and files of incoming messages (MMS). */
import { ChannelFailure, type HttpAnswer, type Io } from '../channel.ts'
import { authorization, refusal } from './api.ts'
import type { SmsSettings } from './settings.ts'

type File = { bytes: Buffer; contentType?: string | undefined }

/**
 * The bytes behind a media URL. The token goes to Twilio's own hosts only; Twilio then points to a storage host, which
 * is asked once, without the token.
 */
export async function fetchFile(ref: string, _: Buffer, settings: SmsSettings, io: Io): Promise<File> {
  const url = URL.canParse(ref) ? new URL(ref) : null
  if (!url || !isTwilios(url, settings)) {
    throw new ChannelFailure('rejected', 'The file is not on a host of Twilio', { code: 'foreign-host' })
  }
  const first = await io.http(url.href, { headers: { authorization: authorization(settings) } })
  const next = location(first, url)
  if (!next) return fileOf(first)
  if (next.protocol !== 'https:' && url.protocol === 'https:') {
    throw new ChannelFailure('rejected', 'Twilio pointed to a place without encryption', { code: 'no-tls' })
  }
  return fileOf(await io.http(next.href))
}

function isTwilios(url: URL, settings: SmsSettings): boolean {
  if (url.username || url.password) return false
  if (url.origin === new URL(settings.apiUrl).origin) return true
  return url.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.twilio.com')
}

/** Where a redirect leads; null when the answer is none. */
function location(answer: HttpAnswer, base: URL): URL | null {
  const to = answer.headers.location
  if (![301, 302, 303, 307, 308].includes(answer.status) || !to || !URL.canParse(to, base.href)) return null
  return new URL(to, base.href)
}

function fileOf(answer: HttpAnswer): File {
  if (answer.status === 200) return { bytes: answer.body, contentType: answer.headers['content-type'] }
  // Fresh media may take a moment to appear; asking again costs nothing.
  if (answer.status === 404)
    throw new ChannelFailure('retry', 'Twilio has no such file, or not yet', { code: 'http-404' })
  throw refusal(answer, 'retry')
}
