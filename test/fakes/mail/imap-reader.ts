/** Cuts a client's byte stream into IMAP commands, literals included (RFC 3501 2.2, RFC 7888 for `{n+}`). */

/** An argument as the client wrote it. `quoted` and literals are data; atoms are words. */
export type Token = string | Buffer | Token[]
export type Command = { tag: string; name: string; args: Token[] }

const LITERAL = /\{(\d+)(\+?)\}$/
const MAX_COMMAND = 64 * 1024 * 1024

/**
 * Feed it chunks; it calls `onLine` with the parts of each complete command: text and literals in turn. `onContinue`
 * is called when the client waits for permission to send a literal.
 */
export function createReader(onLine: (parts: (string | Buffer)[]) => void, onContinue: () => void) {
  let pending = Buffer.alloc(0)
  let parts: (string | Buffer)[] = []
  let literal = -1

  /** One step over what is buffered; false when more bytes are needed. */
  const step = (): boolean => {
    if (literal >= 0) {
      if (pending.length < literal) return false
      parts.push(pending.subarray(0, literal))
      pending = pending.subarray(literal)
      literal = -1
      return true
    }
    const end = pending.indexOf('\n')
    if (end < 0) return false
    const line = pending.subarray(0, end).toString('latin1').replace(/\r$/, '')
    pending = pending.subarray(end + 1)
    const marker = LITERAL.exec(line)
    parts.push(marker ? line.slice(0, marker.index) : line)
    if (marker) {
      literal = Number(marker[1])
      if (marker[2] === '') onContinue()
      return true
    }
    const whole = parts
    parts = []
    onLine(whole)
    return true
  }

  return (chunk: Buffer): void => {
    pending = Buffer.concat([pending, chunk])
    if (pending.length > MAX_COMMAND || literal > MAX_COMMAND) throw new Error('IMAP command too large')
    while (step());
  }
}

/** The tokens of one command: atoms and quoted strings as text, literals as bytes, lists nested. */
export function parseCommand(parts: (string | Buffer)[]): Command {
  const stack: Token[][] = [[]]
  const add = (token: Token) => stack.at(-1)?.push(token)
  for (const part of parts) {
    if (typeof part !== 'string') {
      add(part)
      continue
    }
    for (const word of part.matchAll(/"((?:[^"\\]|\\.)*)"|\(|\)|(?:[^\s()"[]|\[[^\]]*\])+/g)) {
      if (word[0] === '(') stack.push([])
      else if (word[0] === ')') {
        const list = stack.length > 1 ? stack.pop() : undefined
        if (list) add(list)
      } else add(word[1] === undefined ? word[0] : word[1].replace(/\\(.)/g, '$1'))
    }
  }
  const [tag, name, ...args] = stack[0] ?? []
  return { tag: text(tag), name: text(name).toUpperCase(), args }
}

/** A token as text; '' for a list or nothing. */
export function text(token: Token | undefined): string {
  if (typeof token === 'string') return token
  return Buffer.isBuffer(token) ? token.toString('utf8') : ''
}

/** A token as the words of a list; one word counts as a list of one. */
export function words(token: Token | undefined): string[] {
  if (Array.isArray(token)) return token.map(text)
  return token === undefined ? [] : [text(token)]
}

/** Numbers a set such as "1:3,7,9:*" picks out of what exists; `*` is the highest number (RFC 3501 6.4.8). */
export function inSet(set: string, existing: number[]): (value: number) => boolean {
  const highest = existing.at(-1) ?? 0
  const value = (word: string) => (word === '*' ? highest : Number(word))
  const ranges = set.split(',').map(range => {
    const [from = '', to = from] = range.split(':')
    return [Math.min(value(from), value(to)), Math.max(value(from), value(to))] as const
  })
  return candidate => ranges.some(([low, high]) => candidate >= low && candidate <= high)
}
