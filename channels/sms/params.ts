/** The parameters of a Twilio post: form fields as a rule, JSON when the operator chose so in the console. */
import type { HookRequest } from '../channel.ts'

export const isJson = (request: HookRequest) =>
  /^application\/([a-z.+-]*\+)?json\b/i.test(request.headers['content-type'] ?? '')

/** Name and value of every form field, in the order sent; null when the bytes are no form. */
export function formPairs(body: Buffer): [string, string][] | null {
  const text = decodeUtf8(body)
  if (text === null) return null
  const pairs = [...new URLSearchParams(text)]
  return pairs.length > 0 ? pairs : null
}

/** The parameters of either kind of body as one record of text; null when it cannot be parsed. */
export function paramsOf(request: HookRequest): Record<string, string> | null {
  if (!isJson(request)) {
    const pairs = formPairs(request.body)
    return pairs && Object.fromEntries(pairs)
  }
  const value = parseJson(request.body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const pairs = Object.entries(value).map(([name, field]): [string, string] => [
    name,
    typeof field === 'string' ? field : JSON.stringify(field),
  ])
  return Object.fromEntries(pairs)
}

/** Parses JSON out of bytes; undefined when it is none. */
export function parseJson(bytes: Buffer): unknown {
  const text = decodeUtf8(bytes)
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
