/** One call to the Bot API, and what its refusals mean. */
import { ChannelFailure, type HttpAnswer, type Io } from '../channel.ts'
import { type Json, parse, record, text } from './json.ts'
import type { TelegramSettings } from './settings.ts'

/** The kinds of update we ask for; the last one tells that a customer blocked the bot. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'my_chat_member']

export type BotApi = {
  /**
   * `result` of one method. `onServerError` says what a 5xx or an answer that cannot be read means: 'unknown' for
   * sends, 'retry' for everything that is safe to repeat.
   */
  call(
    method: string,
    body: Json,
    more?: { timeoutMs?: number; onServerError?: 'unknown' | 'retry' },
  ): Promise<unknown>
  /** The same for a method that takes a file; doubt is 'unknown'. */
  upload(method: string, form: FormData): Promise<unknown>
  /** The bytes behind the `file_path` of getFile. */
  download(path: string): Promise<HttpAnswer>
}

export function botApi(settings: TelegramSettings, io: Io): BotApi {
  const base = settings.apiUrl.replace(/\/+$/, '')
  const http: Io['http'] = (url, init) => io.http(url, init).catch(withoutToken(settings.botToken))
  return {
    async call(method, body, { timeoutMs = 20_000, onServerError = 'retry' } = {}) {
      const answer = await http(`${base}/bot${settings.botToken}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        timeoutMs,
        maxBytes: 20_000_000,
      })
      const said = record(parse(answer.body))
      if (answer.status === 200 && said.ok === true) return said.result
      throw failure(answer, onServerError)
    },
    async upload(method, form) {
      const encoded = new Response(form)
      const answer = await http(`${base}/bot${settings.botToken}/${method}`, {
        method: 'POST',
        headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
        body: Buffer.from(await encoded.arrayBuffer()),
        timeoutMs: 100_000,
        maxBytes: 1_000_000,
      })
      const said = record(parse(answer.body))
      if (answer.status === 200 && said.ok === true) return said.result
      throw failure(answer, 'unknown')
    },
    async download(path) {
      const url = `${base}/file/bot${settings.botToken}/${path}`
      const answer = await http(url, { timeoutMs: 120_000, maxBytes: 25_000_000 })
      if (answer.status === 200) return answer
      // Here 404 speaks of the path, which lives an hour, and not of the token.
      if (answer.status === 404)
        throw new ChannelFailure('retry', 'Telegram no longer has the file at this path')
      throw failure(answer, 'retry')
    },
  }
}

function failure(answer: HttpAnswer, onServerError: 'unknown' | 'retry'): ChannelFailure {
  const said = record(parse(answer.body))
  const code = String(answer.status)
  const words = text(said.description) || `Telegram answered ${code}`
  if (answer.status === 429) {
    const seconds = record(said.parameters).retry_after
    const retryAfterMs = typeof seconds === 'number' ? seconds * 1000 : undefined
    return new ChannelFailure('retry', words, { code, retryAfterMs })
  }
  // A token that is void answers 401, one that never was answers 404.
  if (answer.status === 401 || answer.status === 404) {
    return new ChannelFailure('signed-out', `Telegram refused the bot token: ${words}`, { code })
  }
  if (answer.status === 409) {
    const advice = 'Another program is polling this bot: stop it, or use a bot of its own for each'
    return new ChannelFailure('retry', `${advice} (${words})`, { code })
  }
  if (answer.status >= 300 && answer.status < 500 && answer.status !== 408) {
    return new ChannelFailure('rejected', words, { code })
  }
  return new ChannelFailure(onServerError, words, { code })
}

/** The token is part of every address: it must not appear in words that people and logs see. */
function withoutToken(token: string): (error: unknown) => never {
  return error => {
    if (!(error instanceof ChannelFailure) || !error.message.includes(token)) throw error
    const words = error.message.replaceAll(token, '<token>')
    throw new ChannelFailure(error.outcome, words, { code: error.code, retryAfterMs: error.retryAfterMs })
  }
}
