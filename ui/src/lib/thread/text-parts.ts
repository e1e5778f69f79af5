/** A message's text in pieces that are shown differently. Pure; the text itself is never changed. */

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
