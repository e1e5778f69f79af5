/** Text that any database and screen can hold: no NUL, no half characters, bounded. */
import { htmlToText } from 'html-to-text'

/** Cuts to `max` characters and replaces what PostgreSQL refuses (U+0000, lone surrogates). */
export function clean(text: string, max: number): string {
  return Buffer.from(text.slice(0, max).replaceAll('\0', ''), 'utf8').toString('utf8')
}

/** One line: control characters become blanks. */
export function oneLine(text: string, max: number): string {
  return clean(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '), max).trim()
}

const MAX_HTML = 1_000_000
/** The converter's time grows with the square of the depth: 200,000 open tags take it 15 seconds. */
const MAX_DEPTH = 300

/** The words of an HTML mail, bounded. What is nested too deep for the converter only loses its tags. */
export function wordsOfHtml(html: string): string {
  const input = html.slice(0, MAX_HTML)
  if (deeperThan(MAX_DEPTH, input)) return withoutTags(input)
  try {
    return htmlToText(input, {
      wordwrap: false,
      selectors: [
        { selector: 'img', format: 'skip' },
        { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
        ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map(selector => ({
          selector,
          options: { uppercase: false },
        })),
      ],
    })
  } catch {
    return withoutTags(input)
  }
}

function deeperThan(limit: number, html: string): boolean {
  let depth = 0
  for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,15})/gi)) {
    if (/^(br|hr|img|input|meta|link|wbr|col|area|base)$/i.test(name)) continue
    depth = closing === '' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > limit) return true
  }
  return false
}

function withoutTags(html: string): string {
  const [first = '', ...styled] = html.split(/<style\b/i)
  const shown = [first, ...styled.map(part => part.slice(Math.max(0, part.search(/<\/style/i))))].join('')
  return shown.replace(/<[^<>]*>/g, ' ').replace(/[ \t]{2,}/g, ' ')
}
