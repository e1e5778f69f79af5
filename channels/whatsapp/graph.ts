/** One call to Meta's Graph API, and what its refusals mean. Codes: Cloud API error code reference. */
import { ChannelFailure, type HttpAnswer, type Io } from '../channel.ts'
import { meaningOf } from './error-words.ts'
import { list, parse, record, text } from './json.ts'
import type { WhatsappSettings } from './settings.ts'

/** 4 app limit, 80007 and 80008 account limits, 130429 throughput, 131048 spam limit, 131056 too many to this one person. */
const TRY_LATER = new Set(['4', '80007', '80008', '130429', '131048', '131056'])

/** POST when there is a body, GET otherwise. Every status comes back; only the network fails. */
export function graph(path: string, settings: WhatsappSettings, io: Io, body?: unknown): Promise<HttpAnswer> {
  if (body !== undefined) {
    const bytes = Buffer.from(JSON.stringify(body))
    return post(path, settings, io, { contentType: 'application/json', bytes, timeoutMs: 20_000 })
  }
  return io.http(addressOf(path, settings), {
    headers: authorization(settings),
    timeoutMs: 20_000,
    maxBytes: 1_000_000,
  })
}

type Posted = { contentType: string; bytes: Buffer; timeoutMs: number }

/** The same with any kind of body. */
export const post = (
  path: string,
  settings: WhatsappSettings,
  io: Io,
  { contentType, bytes, timeoutMs }: Posted,
): Promise<HttpAnswer> =>
  io.http(addressOf(path, settings), {
    method: 'POST',
    headers: { ...authorization(settings), 'content-type': contentType },
    body: bytes,
    timeoutMs,
    maxBytes: 1_000_000,
  })

const addressOf = (path: string, settings: WhatsappSettings) =>
  `${settings.apiUrl.replace(/\/+$/, '')}/${path}`

const authorization = ({ accessToken }: WhatsappSettings) => ({ authorization: `Bearer ${accessToken}` })

/**
 * The failure an answer other than 2xx stands for, in Meta's own words. `onServerError` is 'unknown' for sends (it may
 * have gone out) and 'retry' for reads.
 */
export function failure(answer: HttpAnswer, onServerError: 'unknown' | 'retry'): ChannelFailure {
  const error = record(record(parse(answer.body)).error)
  const code = text(error.code) || String(answer.status)
  const said = [text(error.message), text(record(error.error_data).details)]
  const words = [...new Set(said)].filter(Boolean).join(': ') || `WhatsApp answered ${answer.status}`
  if (answer.status === 401 || code === '190') {
    return new ChannelFailure('signed-out', `WhatsApp refused the access token: ${words}`, { code })
  }
  if (answer.status === 429 || TRY_LATER.has(code)) {
    return new ChannelFailure('retry', words, { code, retryAfterMs: retryAfterMs(answer) })
  }
  // 408 may come from a proxy that had already passed the request on.
  if (answer.status >= 500 || answer.status === 408) return new ChannelFailure(onServerError, words, { code })
  return new ChannelFailure('rejected', meaningOf(code, words), { code })
}

function retryAfterMs(answer: HttpAnswer): number | undefined {
  const seconds = answer.headers['retry-after'] ?? ''
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : undefined
}

/** The fields of a 2xx answer; throws what any other answer stands for. For reads only. */
export async function fetchFields(path: string, settings: WhatsappSettings, io: Io) {
  const answer = await graph(path, settings, io)
  if (answer.status < 200 || answer.status > 299) throw failure(answer, 'retry')
  return record(parse(answer.body))
}

/** The id of the message Meta accepted; '' when the answer carries none. */
export const acceptedId = (answer: HttpAnswer): string =>
  text(record(list(record(parse(answer.body)).messages)[0]).id)
