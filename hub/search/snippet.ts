/** A piece of a message around the first word found, with the found words apart. Never HTML. Pure. */

type Part = { text: string; hit: boolean }

const around = 60
const longest = 200

/** `words` and `beginning` are folded: lower case, no accents. */
export function snippetOf(text: string, words: string[], beginning: string | null): Part[] {
  const clean = text.replace(/\s+/g, ' ').trim()
  const known = new Set(words)
  const isHit = (piece: string) => {
    const folded = fold(piece)
    return known.has(folded) || (beginning !== null && folded.startsWith(beginning))
  }
  const hits = [...clean.slice(0, 50_000).matchAll(piecePattern)].filter(match => isHit(match[0]))
  const first = hits[0]?.index ?? 0
  const start = first <= around ? 0 : wordStart(clean, first - around)
  const end = Math.min(clean.length, start + longest)
  const parts: Part[] = []
  let at = start
  for (const match of hits) {
    if (match.index >= end) break
    if (match.index > at) parts.push({ text: clean.slice(at, match.index), hit: false })
    parts.push({ text: match[0], hit: true })
    at = match.index + match[0].length
  }
  if (at < end) parts.push({ text: clean.slice(at, end), hit: false })
  return framed(parts, start > 0, Math.max(end, at) < clean.length)
}

/** Words, and each character of scripts that write without spaces. */
const piecePattern =
  /[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|(?:(?![\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])[\p{L}\p{N}\p{M}])+/gu

const plain: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ß: 's',
  æ: 'a',
  œ: 'o',
}
const folds = (letter: string) => plain[letter] ?? letter

const fold = (piece: string): string =>
  piece
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0640\u064b-\u065f\u0670]/g, '')
    .replace(/[øłđıßæœ]/g, folds)
    .normalize('NFC')

function wordStart(text: string, from: number): number {
  const space = text.indexOf(' ', from)
  return space < 0 || space > from + around ? from : space + 1
}

function framed(parts: Part[], isCutBefore: boolean, isCutAfter: boolean): Part[] {
  const all = [...parts]
  if (isCutBefore) all.unshift({ text: '… ', hit: false })
  if (isCutAfter) all.push({ text: ' …', hit: false })
  return all
}
