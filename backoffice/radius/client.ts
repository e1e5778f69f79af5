/** A RADIUS client: speaks as a router would, for tests, the simulator and trials of failure. */
import { randomBytes } from 'node:crypto'
import { type ClientSocket, type Destination, openClientSocket, type Patience } from './client-socket.ts'
import { AcctStatus, Attr, terminateCauseNumber } from './codec/attributes.ts'
import { encodeAccounting, encodeSignedRequest } from './codec/authenticator.ts'
import { type Attribute, Code, type Packet } from './codec/packet.ts'
import { chapPassword, hidePassword } from './codec/password.ts'
import { address, integer, octets, text } from './codec/write.ts'

export type Target = { host: string; port: number; secret: string }

/** `attributes` go after the named ones, as they are. */
export type NasAttributes = {
  nasIdentifier?: string
  nasIpAddress?: string
  nasPort?: number
  nasPortId?: string
  callingStationId?: string
  calledStationId?: string
  attributes?: readonly Attribute[]
}

/** `password` signs in with PAP, `chap` with CHAP. */
export type AccessRequest = NasAttributes & { userName: string } & ({ password: string } | { chap: string })

export type AccountingRequest = NasAttributes & {
  status: keyof typeof AcctStatus
  sessionId: string
  userName?: string
  framedIpAddress?: string
  /** 64-bit counters; gigawords are written when needed. */
  inputOctets?: number
  outputOctets?: number
  sessionTimeS?: number
  /** A name of RFC 2866 section 5.10, such as Lost-Carrier. */
  terminateCause?: string
  delayTimeS?: number
  eventAt?: Date
  /** The Class of the Access-Accept. */
  class?: Buffer
}

export type RadiusClient = {
  /** Accept, Reject or Challenge; null when no authentic reply came in time. */
  access(to: Target, request: AccessRequest): Promise<Packet | null>
  /** The Accounting-Response; null when no authentic one came in time. */
  accounting(to: Target, request: AccountingRequest): Promise<Packet | null>
  /** Status-Server; null when no authentic reply came in time. */
  status(to: Target): Promise<Packet | null>
  close(): void
}

const defaultPatience: Patience = { timeoutMs: 3_000, retransmits: 2 }

/** Keeps as many sockets as its requests need, 256 under way on each. `localAddress` sends as a certain router. */
export function createRadiusClient(
  options: Partial<Patience> & { localAddress?: string } = {},
): RadiusClient {
  const patience = { ...defaultPatience, ...options }
  const sockets: ClientSocket[] = []
  const exchange = (to: Target, write: (id: number, secret: Buffer) => Buffer) => {
    const destination: Destination = { ...to, secret: Buffer.from(to.secret, 'utf8') }
    let socket = sockets.find(open => open.free() > 0)
    if (!socket) {
      socket = openClientSocket(to.host, options.localAddress)
      sockets.push(socket)
    }
    return socket.exchange(destination, patience, id => write(id, destination.secret))
  }
  const signed = (
    to: Target,
    code: number,
    attributes: (authenticator: Buffer, secret: Buffer) => Attribute[],
  ) =>
    exchange(to, (id, secret) => {
      const authenticator = randomBytes(16)
      return encodeSignedRequest({ code, id, authenticator }, attributes(authenticator, secret), secret)
    })
  return {
    access: (to, request) =>
      signed(to, Code.accessRequest, (authenticator, secret) => [
        text(Attr.userName, request.userName),
        ...credentials(request, authenticator, secret),
        ...nasAttributes(request),
      ]),
    accounting: (to, request) =>
      exchange(to, (id, secret) => encodeAccounting(id, accountingAttributes(request), secret)),
    status: to => signed(to, Code.statusServer, () => []),
    close: () => {
      for (const socket of sockets.splice(0)) socket.close()
    },
  }
}

type OneShot = Target & Partial<Patience>

/** One Access-Request on a socket of its own. */
export function sendAccess(request: OneShot & AccessRequest): Promise<Packet | null> {
  return once(request, client => client.access(request, request))
}

/** One Accounting-Request on a socket of its own. */
export function sendAccounting(request: OneShot & AccountingRequest): Promise<Packet | null> {
  return once(request, client => client.accounting(request, request))
}

async function once<T>(patience: Partial<Patience>, work: (client: RadiusClient) => Promise<T>): Promise<T> {
  const { timeoutMs = defaultPatience.timeoutMs, retransmits = defaultPatience.retransmits } = patience
  const client = createRadiusClient({ timeoutMs, retransmits })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

function credentials(request: AccessRequest, authenticator: Buffer, secret: Buffer): Attribute[] {
  if ('password' in request)
    return [octets(Attr.userPassword, hidePassword(Buffer.from(request.password), secret, authenticator))]
  const challenge = randomBytes(16)
  return [
    octets(Attr.chapPassword, chapPassword(randomBytes(1)[0] ?? 0, Buffer.from(request.chap), challenge)),
    octets(Attr.chapChallenge, challenge),
  ]
}

function nasAttributes(nas: NasAttributes): Attribute[] {
  const list: Attribute[] = []
  if (nas.nasIdentifier !== undefined) list.push(text(Attr.nasIdentifier, nas.nasIdentifier))
  if (nas.nasIpAddress !== undefined) list.push(address(Attr.nasIpAddress, nas.nasIpAddress))
  if (nas.nasPort !== undefined) list.push(integer(Attr.nasPort, nas.nasPort))
  if (nas.nasPortId !== undefined) list.push(text(Attr.nasPortId, nas.nasPortId))
  if (nas.callingStationId !== undefined) list.push(text(Attr.callingStationId, nas.callingStationId))
  if (nas.calledStationId !== undefined) list.push(text(Attr.calledStationId, nas.calledStationId))
  return nas.attributes ? [...list, ...nas.attributes] : list
}

function accountingAttributes(request: AccountingRequest): Attribute[] {
  const list = [
    integer(Attr.acctStatusType, AcctStatus[request.status]),
    text(Attr.acctSessionId, request.sessionId),
  ]
  if (request.userName !== undefined) list.push(text(Attr.userName, request.userName))
  if (request.framedIpAddress !== undefined) list.push(address(Attr.framedIpAddress, request.framedIpAddress))
  list.push(...counter(request.inputOctets, Attr.acctInputOctets, Attr.acctInputGigawords))
  list.push(...counter(request.outputOctets, Attr.acctOutputOctets, Attr.acctOutputGigawords))
  if (request.sessionTimeS !== undefined) list.push(integer(Attr.acctSessionTime, request.sessionTimeS))
  const cause =
    request.terminateCause === undefined ? undefined : terminateCauseNumber(request.terminateCause)
  if (cause !== undefined) list.push(integer(Attr.acctTerminateCause, cause))
  if (request.delayTimeS !== undefined) list.push(integer(Attr.acctDelayTime, request.delayTimeS))
  if (request.eventAt) list.push(integer(Attr.eventTimestamp, Math.floor(request.eventAt.getTime() / 1000)))
  if (request.class) list.push(octets(Attr.class, request.class))
  return [...list, ...nasAttributes(request)]
}

function counter(value: number | undefined, low: number, high: number): Attribute[] {
  if (value === undefined) return []
  const gigawords = Math.floor(value / 2 ** 32)
  return gigawords === 0 ? [integer(low, value)] : [integer(low, value % 2 ** 32), integer(high, gigawords)]
}
