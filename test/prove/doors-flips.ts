/** A webhook as bytes, and which single bits of it a provider's proof must protect. */
import type { HookRequest } from '../../channels/channel.ts'
import type { Random } from '../chaos/random.ts'

/** Bytes `from` up to `to` of the request that belong together. */
type Part = { name: string; from: number; to: number }

export type Original = { bytes: Buffer; parts: Part[]; form: boolean }

export type Flip = { original: Original; part: string; bit: number }

/** `protects`: what else than the headers of `proofs` a changed bit must be noticed in. */
export type Protected = { proofs: string[]; body: boolean; query: boolean }

/** The request as it goes over the wire. */
export function originalOf(request: HookRequest, { proofs, body, query }: Protected): Original {
  const { host, pathname, search } = new URL(request.url)
  const parts: Part[] = []
  const pieces: Buffer[] = []
  let at = 0
  const put = (text: string | Buffer, name?: string) => {
    const bytes = Buffer.from(text)
    if (name) parts.push({ name, from: at, to: at + bytes.length })
    pieces.push(bytes)
    at += bytes.length
  }
  put('POST ')
  put(pathname, 'address')
  put(search, query ? 'address' : undefined)
  put(` HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${request.body.length}\r\n`)
  for (const [name, value = ''] of Object.entries(request.headers)) {
    put(`${name}: `)
    put(value, proofs.includes(name) ? name : undefined)
    put('\r\n')
  }
  put('\r\n')
  put(request.body, body ? 'body' : undefined)
  const form = /^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? '')
  return { bytes: Buffer.concat(pieces), parts, form }
}

/** Every bit of the protected parts, once. */
export const everyFlip = (original: Original): Flip[] =>
  original.parts.flatMap(({ name, from, to }) =>
    Array.from({ length: (to - from) * 8 }, (_, index) => ({ original, part: name, bit: from * 8 + index })),
  )

/** `count` of them: all of headers and address, and as much of the bodies as there is room for. */
export function spread(flips: Flip[], count: number, random: Random): Flip[] {
  const isBody = (flip: Flip) => flip.part === 'body'
  const chosen = [...flips.filter(flip => !isBody(flip)), ...shuffled(flips.filter(isBody), random)]
  return chosen.slice(0, count)
}

/** Random.shuffled takes quadratic time, and these are many. */
function shuffled<T>(items: T[], random: Random): T[] {
  const keyed = items.map(item => ({ item, key: random.next() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

export function flipped({ original, bit }: Flip): Buffer {
  const bytes = Buffer.from(original.bytes)
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return bytes
}

/**
 * Whether a flip changes no field of a form: the case of a hexadecimal digit in a percent escape. A provider that signs
 * fields and not bytes (Twilio) signs both alike.
 */
export function saysTheSame(flip: Flip): boolean {
  if (!flip.original.form || flip.part !== 'body') return false
  return fieldsOf(flip.original.bytes) === fieldsOf(flipped(flip))
}

const fieldsOf = (bytes: Buffer) =>
  JSON.stringify([...new URLSearchParams(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4).toString('utf8'))])
