/** For tests: the server on free ports of the loopback, with one router and decisions that are put in. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AccountingRecord } from './accounting.ts'
import { readCredentials } from './check-credentials.ts'
import { Attr } from './codec/attributes.ts'
import { encodeSignedRequest } from './codec/authenticator.ts'
import { Code } from './codec/packet.ts'
import { readText } from './codec/read.ts'
import { octets, text } from './codec/write.ts'
import type { Account, Authenticate, Nas } from './ports.ts'
import { createRadiusServer, type RadiusServer } from './server.ts'
import { sendTo } from './sockets.ts'

export const secret = 'trial secret'
export const secretOctets = Buffer.from(secret)
export const router: Nas = {
  tenantId: '019a0000-0000-7000-8000-000000000001',
  nasId: '019a0000-0000-7000-8000-000000000002',
  secret,
  name: 'edge-1',
}

export type Trial = {
  server: RadiusServer
  auth: { host: string; port: number; secret: string }
  acct: { host: string; port: number; secret: string }
  /** Usernames asked about, and records taken, in order. */
  asked: string[]
  kept: AccountingRecord[]
  /** Turns the clock on. */
  pass(ms: number): void
}

/** The user "thandi" has the password "correct horse"; everybody else is rejected. */
export async function startTrial(
  parts: {
    nasBySource?: (address: string) => Promise<Nas | null>
    authenticate?: Authenticate
    account?: Account
  } = {},
): Promise<Trial> {
  const asked: string[] = []
  const kept: AccountingRecord[] = []
  let now = Date.UTC(2026, 2, 3, 8)
  const decide: Authenticate = async (nas, request) => {
    const credentials = readCredentials(request, nas.secretOctets)
    const right = 'matches' in credentials && credentials.matches('correct horse')
    if (readText(request, Attr.userName) !== 'thandi' || !right)
      return { accepted: false, replyMessage: 'Wrong.' }
    return { accepted: true, attributes: [octets(Attr.class, Buffer.from(`class ${asked.length}`))] }
  }
  const quiet = () => {}
  const server = createRadiusServer({
    host: '127.0.0.1',
    authPort: 0,
    acctPort: 0,
    nasBySource: parts.nasBySource ?? (async () => router),
    authenticate: (nas, request) => {
      asked.push(readText(request, Attr.userName) ?? '')
      return (parts.authenticate ?? decide)(nas, request)
    },
    account: async (nas, record) => {
      await parts.account?.(nas, record)
      kept.push(record)
    },
    log: { info: quiet, warn: quiet, error: quiet },
    clock: { now: () => new Date(now) },
  })
  const { authPort, acctPort } = await server.start()
  const at = (port: number) => ({ host: '127.0.0.1', port, secret })
  const pass = (ms: number) => {
    now += ms
  }
  return { server, auth: at(authPort), acct: at(acctPort), asked, kept, pass }
}

/** A bare socket that keeps every datagram it receives. */
export type Wire = {
  socket: Socket
  received: Buffer[]
  send(raw: Buffer, port: number): Promise<void>
  /** Resolves with the next datagram. */
  next(): Promise<Buffer>
  /** Resolves when the server has read all that was sent to this port before: Status-Server is its own proof. */
  fence(port: number): Promise<void>
}

export async function openWire(localAddress = '127.0.0.1'): Promise<Wire> {
  const socket = createSocket('udp4')
  const received: Buffer[] = []
  let fenceId = 0
  socket.on('message', datagram => {
    if (!isFence(datagram)) received.push(datagram)
  })
  socket.bind(0, localAddress)
  await once(socket, 'listening')
  const send = (raw: Buffer, port: number) => sendTo(socket, raw, { address: '127.0.0.1', port })
  return {
    socket,
    received,
    send,
    next: async () => (await once(socket, 'message'))[0] as Buffer,
    async fence(port) {
      const mark = Buffer.from(`fence ${fenceId++}`)
      const header = { code: Code.statusServer, id: 255, authenticator: Buffer.alloc(16, fenceId) }
      const raw = encodeSignedRequest(header, [{ type: Attr.proxyState, value: mark }], secretOctets)
      const passed = new Promise<void>(resolve => {
        const listen = (datagram: Buffer) => {
          if (!datagram.includes(mark)) return
          socket.off('message', listen)
          resolve()
        }
        socket.on('message', listen)
      })
      await send(raw, port)
      await passed
    },
  }
}

const isFence = (datagram: Buffer) => datagram.includes('fence ')

/** An Access-Request as bare octets, to be damaged or repeated. */
export function rawAccess(id: number, attributes = [text(Attr.userName, 'thandi')]): Buffer {
  const header = { code: Code.accessRequest, id, authenticator: Buffer.alloc(16, id) }
  return encodeSignedRequest(header, attributes, secretOctets)
}

const trials: Trial[] = []
const wires: Wire[] = []

/** A trial that `cleanUp` stops. */
export async function trialOf(parts?: Parameters<typeof startTrial>[0]): Promise<Trial> {
  const trial = await startTrial(parts)
  trials.push(trial)
  return trial
}

/** A wire that `cleanUp` closes. */
export async function wireOf(localAddress?: string): Promise<Wire> {
  const wire = await openWire(localAddress)
  wires.push(wire)
  return wire
}

/** For afterEach. */
export async function cleanUp(): Promise<void> {
  for (const wire of wires.splice(0)) wire.socket.close()
  await Promise.all(trials.splice(0).map(trial => trial.server.stop()))
}
