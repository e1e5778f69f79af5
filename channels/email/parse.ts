/**
 * Parses a mail within bounds: parts, nesting and header size are limited, and what breaks a limit or the parser is
 * read again as plain text. Never throws.
 */
import PostalMime, { type Email } from 'postal-mime'
import { withinBounds } from './bounds.ts'

const MAX_NESTING = 50
const MAX_HEADER_BYTES = 512 * 1024
/** How much of a mail that cannot be parsed is shown as it stands. */
const PLAIN_BYTES = 256 * 1024

export type Parsed = { email: Email; flags: string[] }

export async function parseMail(mail: Buffer): Promise<Parsed> {
  const { bytes, flags } = withinBounds(mail)
  try {
    return { email: await parse(bytes), flags }
  } catch {
    return { email: await parseAsPlain(bytes), flags: [...flags, 'damaged mail, shown as it came'] }
  }
}

function parse(bytes: Buffer): Promise<Email> {
  return PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: MAX_NESTING,
    maxHeadersSize: MAX_HEADER_BYTES,
  })
}

/** Without its MIME headers every mail is one text part; the sender, subject and ids stay readable. */
async function parseAsPlain(bytes: Buffer): Promise<Email> {
  const text = bytes.toString('latin1')
  const blank = /\r?\n\r?\n/.exec(text)
  const headers = (blank ? text.slice(0, blank.index) : text)
    .slice(0, PLAIN_BYTES)
    .split(/\r?\n(?![ \t])/)
    .filter(line => !/^(content-|mime-version)/i.test(line) && line.length < 8000)
    .slice(0, 200)
  const from = blank ? blank.index + blank[0].length : text.length
  const body = text.slice(from, from + PLAIN_BYTES)
  try {
    return await parse(Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1'))
  } catch {
    return { headers: [], headerLines: [], attachments: [], text: body }
  }
}
