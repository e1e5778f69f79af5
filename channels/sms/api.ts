/** Twilio's REST API over the door the hub lends: authorization, and what its refusals mean for us. */
import { z } from 'zod'
import { ChannelFailure, type HttpAnswer } from '../channel.ts'
import { errorWords } from './error-words.ts'
import { parseJson } from './params.ts'
import type { SmsSettings } from './settings.ts'

const problem = z.object({
  code: z.number().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
})

/** Codes of the account being unusable, whatever status they come with. */
const signedOut = new Set(['20003', '20005'])
/** Codes of a queue or rate limit: certainly not accepted, later it may be. */
const tooMany = new Set(['14107', '20429', '21611'])

export const accountUrl = (settings: SmsSettings) =>
  `${settings.apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${settings.accountSid}`

export const authorization = (settings: SmsSettings) =>
  `Basic ${Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64')}`

/** What a refusal (any status outside 2xx) means. `onDoubt` is the outcome of a 5xx or another odd status. */
export function refusal(answer: HttpAnswer, onDoubt: 'unknown' | 'retry'): ChannelFailure {
  const body = problem.safeParse(parseJson(answer.body))
  const { code: number, message } = body.success ? body.data : {}
  const code = number === undefined ? `http-${answer.status}` : String(number)
  const words = message ?? (number === undefined ? `Twilio answered ${answer.status}` : errorWords(code))
  if (answer.status === 401 || signedOut.has(code)) {
    return new ChannelFailure('signed-out', `Twilio no longer accepts the credentials: ${words}`, { code })
  }
  if (answer.status === 429 || tooMany.has(code)) {
    return new ChannelFailure('retry', words, { code, retryAfterMs: retryAfterMs(answer) })
  }
  // 408 is a request that broke off half-way; other statuses below 500 are decisions.
  const decided = answer.status >= 400 && answer.status < 500 && answer.status !== 408
  return new ChannelFailure(decided ? 'rejected' : onDoubt, explained(code, words), { code })
}

/** Twilio's words, with ours in front where theirs do not say what to do. */
function explained(code: string, words: string): string {
  const ours = errorWords(code)
  return /^\d/.test(code) && !ours.startsWith('Twilio') && ours !== words ? `${ours} (${words})` : words
}

/** Retry-After in milliseconds when it is a number of seconds of at most a day; undefined otherwise. */
function retryAfterMs(answer: HttpAnswer): number | undefined {
  const seconds = Number(answer.headers['retry-after'] ?? Number.NaN)
  return seconds >= 0 && seconds <= 86_400 ? seconds * 1000 : undefined
}
