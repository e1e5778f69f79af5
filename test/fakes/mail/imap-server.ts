/** A small real IMAP4rev1 server on loopback: any number of clients, IDLE pushes (RFC 2177), nothing persisted. */
import { createServer, type Socket } from 'node:net'
import { authenticatePlain, CAPABILITIES, runCommand } from './imap-commands.ts'
import { createReader, parseCommand, text } from './imap-reader.ts'
import { createSession, deselect, type Session, tellChanges } from './imap-session.ts'
import type { Account, Mailbox } from './mailbox.ts'

export type ImapServer = {
  port: number
  /** Resolves when a client is in IDLE on this folder; at once when one already is. */
  whenIdle(mailbox: Mailbox): Promise<void>
  /** Cuts every connection without a word, as a network failure would. */
  dropConnections(): void
  stop(): Promise<void>
}

type Login = (user: string, password: string) => Account | null

export async function startImapServer(port: number, login: Login): Promise<ImapServer> {
  const sessions = new Map<Socket, Session>()
  const waiters = new Set<() => void>()
  const server = createServer(socket => {
    serve(socket, sessions, login, () => {
      for (const check of waiters) check()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const idles = (mailbox: Mailbox) =>
    [...sessions.values()].some(session => session.idleTag !== null && session.selected?.mailbox === mailbox)
  const dropConnections = () => {
    for (const socket of sessions.keys()) socket.destroy()
  }
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : port,
    whenIdle: mailbox =>
      new Promise(resolve => {
        const check = () => {
          if (!idles(mailbox)) return
          waiters.delete(check)
          resolve()
        }
        waiters.add(check)
        check()
      }),
    dropConnections,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        dropConnections()
      }),
  }
}

function serve(socket: Socket, sessions: Map<Socket, Session>, login: Login, onIdle: () => void): void {
  const session = createSession(
    data => socket.writable && socket.write(data),
    () => socket.end(),
  )
  socket.setNoDelay(true)
  sessions.set(socket, session)
  let awaitingPlain: string | null = null
  const onLine = (parts: (string | Buffer)[]) => {
    const first = text(parts[0])
    if (session.idleTag !== null) return endIdle(session, first)
    const command =
      awaitingPlain === null ? parseCommand(parts) : { tag: awaitingPlain, name: 'AUTHENTICATE', args: [] }
    const context = { session, command, login }
    if (command.name === 'AUTHENTICATE') {
      const response = awaitingPlain === null ? text(command.args[1]) : first
      const waiting = awaitingPlain === null && response === ''
      awaitingPlain = waiting ? command.tag : null
      session.write(waiting ? '+ \r\n' : `${command.tag} ${authenticatePlain(context, response)}\r\n`)
      return
    }
    if (command.name === 'IDLE' && session.selected) return startIdle(session, command.tag, onIdle)
    session.write(`${command.tag || '*'} ${runCommand(context)}\r\n`)
    if (command.name === 'LOGOUT') session.end()
  }
  const read = createReader(onLine, () => session.write('+ Go on\r\n'))
  socket.on('data', chunk => {
    try {
      read(chunk)
    } catch {
      socket.destroy()
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    deselect(session)
    sessions.delete(socket)
  })
  session.write(`* OK [CAPABILITY ${CAPABILITIES}] Ready\r\n`)
}

function startIdle(session: Session, tag: string, onIdle: () => void): void {
  session.idleTag = tag
  session.write('+ idling\r\n')
  tellChanges(session)
  onIdle()
}

function endIdle(session: Session, line: string): void {
  const tag = session.idleTag
  session.idleTag = null
  session.write(
    line.trim().toUpperCase() === 'DONE' ? `${tag} OK Idle ended\r\n` : `${tag} BAD Expected DONE\r\n`,
  )
}
