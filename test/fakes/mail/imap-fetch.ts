/** The items of a FETCH answer (RFC 3501 7.4.2). BODYSTRUCTURE is not served: no client of ours asks for it. */
import type { Command, Token } from './imap-reader.ts'
import { inSet, text, words } from './imap-reader.ts'
import type { StoredMail } from './mailbox.ts'

const MACROS: Record<string, string[]> = {
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
}

export type FetchAnswer = { seq: number; line: Buffer; seenNow: boolean }

/** Answers to one FETCH or UID FETCH over the session's view, in order. BODY[] without PEEK sets \Seen. */
export function* fetchAnswers(view: StoredMail[], command: Command, byUid: boolean): Generator<FetchAnswer> {
  const asked = itemsOf(command.args[1])
  if (byUid && !asked.includes('UID')) asked.unshift('UID')
  const picks = inSet(text(command.args[0]), byUid ? view.map(mail => mail.uid) : view.map((_, i) => i + 1))
  for (const [index, mail] of view.entries()) {
    if (!picks(byUid ? mail.uid : index + 1)) continue
    const seenNow = asked.some(marksSeen) && !mail.flags.has('\\Seen')
    if (seenNow) mail.flags.add('\\Seen')
    const parts = asked.map(item => renderItem(item, mail))
    const spaced = parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from(' '), part]))
    const line = Buffer.concat([Buffer.from(`* ${index + 1} FETCH (`), ...spaced, Buffer.from(')\r\n')])
    yield { seq: index + 1, line, seenNow }
  }
}

function itemsOf(token: Token | undefined): string[] {
  return words(token)
    .map(word => word.toUpperCase())
    .flatMap(word => MACROS[word] ?? [word])
}

function marksSeen(item: string): boolean {
  return item.startsWith('BODY[') || item === 'RFC822' || item === 'RFC822.TEXT'
}

function renderItem(item: string, mail: StoredMail): Buffer {
  if (item === 'UID') return Buffer.from(`UID ${mail.uid}`)
  if (item === 'FLAGS') return Buffer.from(`FLAGS (${[...mail.flags].join(' ')})`)
  if (item === 'RFC822.SIZE') return Buffer.from(`RFC822.SIZE ${mail.raw.length}`)
  if (item === 'INTERNALDATE') return Buffer.from(`INTERNALDATE "${imapDate(mail.internalDate)}"`)
  if (item === 'ENVELOPE') return Buffer.from(`ENVELOPE ${envelope(mail.raw)}`)
  const body = /^(?:BODY(?:\.PEEK)?\[([^\]]*)\]|RFC822(\.HEADER|\.TEXT)?)(?:<(\d+)\.(\d+)>)?$/.exec(item)
  if (!body) return Buffer.from(`${item} NIL`)
  const section = body[1] ?? (body[2] ?? '').slice(1)
  const bytes = sectionOf(mail.raw, section)
  const from = Number(body[3] ?? 0)
  const cut = body[4] === undefined ? bytes : bytes.subarray(from, from + Number(body[4]))
  const label = item.startsWith('BODY') ? `BODY[${section}]${body[3] === undefined ? '' : `<${from}>`}` : item
  return Buffer.concat([Buffer.from(`${label} {${cut.length}}\r\n`), cut])
}

function sectionOf(raw: Buffer, section: string): Buffer {
  const split = headerEnd(raw)
  if (section === '') return raw
  if (section === 'TEXT' || section === '1') return raw.subarray(split)
  if (section === 'HEADER') return raw.subarray(0, split)
  const fields = /^HEADER\.FIELDS(\.NOT)? \(([^)]*)\)/.exec(section)
  if (!fields) return Buffer.alloc(0)
  const named = new Set((fields[2] ?? '').toLowerCase().replaceAll('"', '').split(/\s+/))
  const kept = headerLines(raw).filter(([name]) => named.has(name) !== (fields[1] !== undefined))
  return Buffer.from(`${kept.map(([, line]) => `${line}\r\n`).join('')}\r\n`, 'latin1')
}

function headerEnd(raw: Buffer): number {
  const end = raw.indexOf('\r\n\r\n')
  return end < 0 ? raw.length : end + 4
}

function headerLines(raw: Buffer): [name: string, line: string][] {
  const lines = raw
    .subarray(0, headerEnd(raw))
    .toString('latin1')
    .split(/\r?\n(?![ \t])/)
  return lines
    .filter(line => line.includes(':'))
    .map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line])
}

/** The value of a header as plain text, unfolded; null when absent. */
export function headerOf(raw: Buffer, name: string): string | null {
  const line = headerLines(raw).find(([key]) => key === name)?.[1]
  return line === undefined
    ? null
    : line
        .slice(name.length + 1)
        .replace(/\r?\n\s*/g, ' ')
        .trim()
}

/** Date, subject, message and reply ids; the address lists are NIL, which RFC 3501 allows for absent fields. */
function envelope(raw: Buffer): string {
  const quoted = (name: string) => {
    const value = headerOf(raw, name)
    return value === null ? 'NIL' : `"${value.replace(/["\\]/g, '\\$&')}"`
  }
  const lists = 'NIL NIL NIL NIL NIL NIL'
  return `(${quoted('date')} ${quoted('subject')} ${lists} ${quoted('in-reply-to')} ${quoted('message-id')})`
}

function imapDate(at: Date): string {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? []
  return `${day}-${month}-${year} ${time} +0000`
}
