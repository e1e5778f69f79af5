/**
 * Cuts a mail before it is parsed. The parser takes up to 12 microseconds a line and has no limit of parts, so a mail of
 * 25 MB of empty lines would hold the process for minutes.
 */
const MAX_PARTS = 1000
/** Enough for long plain text; base64 of any size has 76 characters a line. */
const FREE_LINES = 100_000
const BYTES_A_LINE = 60
const LF = 10

/** The mail, or its beginning, and a flag for each reason it was cut. */
export function withinBounds(mail: Buffer): { bytes: Buffer; flags: string[] } {
  const lines = withinLines(mail)
  const parts = withinParts(lines)
  const flags: string[] = []
  if (lines.length < mail.length) flags.push('too many lines, cut')
  if (parts.length < lines.length) flags.push('more than 1,000 parts, cut')
  return { bytes: parts, flags }
}

function withinLines(mail: Buffer): Buffer {
  let left = FREE_LINES + mail.length / BYTES_A_LINE
  for (let at = 0; at < mail.length; at += 1) {
    if (mail[at] !== LF) continue
    left -= 1
    if (left < 0) return mail.subarray(0, at)
  }
  return mail
}

/** Counts only lines that are a boundary which the mail declares somewhere. */
function withinParts(mail: Buffer): Buffer {
  const text = mail.toString('latin1')
  const declared = new Set<string>()
  for (const found of text.matchAll(/boundary\s{0,9}=\s{0,9}(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/gi)) {
    declared.add(found[1] ?? found[2] ?? '')
    if (declared.size >= MAX_PARTS) break
  }
  if (declared.size === 0) return mail
  let parts = 0
  for (let at = text.indexOf('\n--'); at >= 0; at = text.indexOf('\n--', at + 3)) {
    const line = /[^\r\n]{0,210}/.exec(text.slice(at + 3, at + 213))?.[0].trimEnd() ?? ''
    if (!declared.has(line)) continue
    parts += 1
    if (parts > MAX_PARTS) return mail.subarray(0, at + 1)
  }
  return mail
}
