/**
 * The stored form of a fetched mail: its bytes as the server gave them, under one trace line of ours that says which
 * mailbox it came from and what could not be fetched. Only the very first line counts, so no mail can forge it.
 */
import { createHash } from 'node:crypto'
import type { RawItem } from '../channel.ts'
import { normaliseId } from './message-ids.ts'

/** Larger mails are kept on the mail server; only their beginning is stored. */
export const MAX_MAIL_BYTES = 25 * 1024 * 1024
export const TRUNCATED_BYTES = 256 * 1024

export type Note = 'complete' | 'truncated' | 'unreadable'
export type Fetched = { account: string; sizeBytes: number; note: Note; mail: Buffer }

const TRACE = /^X-Trunkline-Fetched: ([^\s]+) (\d+) (complete|truncated|unreadable)\r\n/

/**
 * Wraps a mail for storing. The key is `<Message-ID>:<hash of its bytes>`: the same mail found again under another UID
 * is the same item, the same Message-ID with other content is a new one.
 */
export function toItem(fetched: Fetched, place: string): RawItem {
  const trace = `X-Trunkline-Fetched: ${fetched.account} ${fetched.sizeBytes} ${fetched.note}\r\n`
  const digest = hash(fetched.mail)
  const id = messageIdOf(fetched.mail)
  const content = id === null ? digest : `${id.slice(0, 230)}:${digest.slice(0, 16)}`
  const key = fetched.note === 'unreadable' ? `unreadable:${place}` : content
  return { key, raw: Buffer.concat([Buffer.from(trace), fetched.mail]) }
}

/** Undoes `toItem`. A mail without our trace line is taken as complete and of an unknown mailbox. */
export function fromItem(raw: Buffer): Fetched {
  const trace = TRACE.exec(raw.subarray(0, 1000).toString('latin1'))
  if (!trace) return { account: '', sizeBytes: raw.length, note: 'complete', mail: raw }
  const [line, account = '', size, note] = trace
  return { account, sizeBytes: Number(size), note: note as Note, mail: raw.subarray(line.length) }
}

/** Stands in for the Message-ID of a mail that has none. */
export function idFromContent(mail: Buffer): string {
  return `nomid:${hash(mail).slice(0, 32)}`
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function messageIdOf(mail: Buffer): string | null {
  const head =
    mail
      .subarray(0, 64 * 1024)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? ''
  const line = /^message-id[ \t]*:((?:.*\r?\n[ \t])*.*)/im.exec(head)
  return line ? normaliseId(line[1] ?? '') : null
}
