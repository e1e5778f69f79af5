/** Message-IDs as the rest of the house sees them: without angle brackets, bounded, printable ASCII or nothing. */
import { createHash } from 'node:crypto'

const MAX_ID = 250
const MAX_REFERENCES = 50

/**
 * The id inside a Message-ID header value, or null when there is none. Accepts ids without brackets and with blanks
 * inside, as real mail has them; a very long one becomes its hash, so that replies still find it.
 */
export function normaliseId(value: string): string | null {
  const inner = /<([^<>]*)>/.exec(value)?.[1] ?? value
  const id = inner.replace(/[^\x21-\x7e]/g, '').replace(/[<>]/g, '')
  if (id === '') return null
  return id.length <= MAX_ID ? id : `longid:${createHash('sha256').update(id).digest('hex')}`
}

/** What a mail answers, nearest first: In-Reply-To, then References from the end (RFC 5322 3.6.4). */
export function referencesOf(inReplyTo: string, references: string): string[] {
  const ids = [...split(inReplyTo), ...split(references).reverse()]
  return [...new Set(ids)].slice(0, MAX_REFERENCES)
}

function split(value: string): string[] {
  const bracketed = value.match(/<[^<>]*>/g)
  const found = bracketed ?? value.split(/\s+/)
  return found.map(normaliseId).filter(id => id !== null)
}

/** Only ids that a mail program made may be written into a header; our stand-ins and anything odd stay out. */
export function writableIds(ids: string[]): string[] {
  const real = ids.filter(id => /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/.test(id) && id.includes('@'))
  return real.length <= 21 ? real : [...real.slice(0, 1), ...real.slice(-20)]
}
