/** A message's text in pieces that are shown differently. Pure; the text itself is never changed. */
import { type Names, namesIn } from '../mentions/names-in.ts'

/** Where a mail starts quoting what was written before: everything from there on can be folded away. */
export function splitQuoted(text: string): { own: string; quoted: string } {
  const lines = text.split('\n')
  const start = lines.findIndex(
    (line, index) =>
      index > 0 &&
      (/^>/.test(line) ||
        /^On .{10,200} wrote:\s*$/.test(line) ||
        /^-{2,}\s*Original Message\s*-{2,}/i.test(line)),
  )
  const tail = start === -1 ? [] : lines.slice(start)
  // Answers written between the quoted lines must stay in sight.
  const isAllQuoted =
    tail.slice(1).every(line => /^>/.test(line) || line.trim() === '') || !/^>/.test(tail[0] ?? '')
  if (start === -1 || !isAllQuoted) return { own: text, quoted: '' }
  return { own: lines.slice(0, start).join('\n').trimEnd(), quoted: tail.join('\n') }
}

export type TextPart = { text: string; href: string | null }

/** Web addresses become links; a closing bracket or full stop after one is not part of it. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(/https?:\/\/[^\s<>"']+/g)) {
    const href = match[0].replace(/[).,;:!?\]]+$/, '')
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null })
    parts.push({ text: href, href })
    from = match.index + href.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null })
  return parts
}

/** `named`: whom `@Name` means there; null elsewhere. */
export type NotePart<T> = TextPart & { named: T[] | null }

/** A note's text: web addresses, and the names of colleagues and teams outside of them. */
export const noteParts = <T>(text: string, names: Names<T>): NotePart<T>[] =>
  linkParts(text).flatMap(part => (part.href ? [{ ...part, named: null }] : namedParts(part.text, names)))

function namedParts<T>(text: string, names: Names<T>): NotePart<T>[] {
  const parts: NotePart<T>[] = []
  let from = 0
  const add = (to: number, named: T[] | null) => {
    if (to > from) parts.push({ text: text.slice(from, to), href: null, named })
    from = to
  }
  for (const { start, end, all } of namesIn(text, names)) {
    add(start, null)
    add(end, all)
  }
  add(text.length, null)
  return parts
}
