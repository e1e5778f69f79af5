/**
 * What happens to a datagram: checked, matched with a router, proven authentic, told from its retransmissions,
 * answered. Whoever is not proven to know the secret of a registered router gets no reply at all.
 */

import type { Clock } from '../../platform/clock.ts'
import { answer, MalformedRequest, type Port } from './answer.ts'
import { checkMessageAuthenticator, isAccountingAuthentic } from './codec/authenticator.ts'
import { Code, decode, type Packet } from './codec/packet.ts'
import { createDuplicates } from './duplicates.ts'
import { createKnownNas } from './known-nas.ts'
import type { Account, Authenticate, AuthenticNas, Log, NasBySource } from './ports.ts'
import { createSilences, type Silence } from './silences.ts'
import { plainAddress } from './sockets.ts'

export type IntakeOptions = {
  nasBySource: NasBySource
  authenticate: Authenticate
  account: Account
  log: Log
  clock: Clock
}

/** Where a datagram came from and how to reply to it. */
export type Arrival = {
  port: Port
  datagram: Buffer
  from: { address: string; port: number }
  /** Resolves when it has left, or could not. */
  send(reply: Buffer): Promise<void>
}

/** Packets answered, retransmissions answered again, and silences by reason, since the start. */
export type Counts = { answered: number; repeated: number } & Readonly<Record<Silence, number>>

const allowedCodes: Record<Port, number> = { auth: Code.accessRequest, acct: Code.accountingRequest }

export function createIntake(options: IntakeOptions): {
  receive(arrival: Arrival): Promise<void>
  counts(): Counts
} {
  const { clock } = options
  const silences = createSilences(options.log, clock)
  const duplicates = createDuplicates(clock)
  const onError = (error: unknown) => silences.note('failed', 'router look-up', error)
  const knownNas = createKnownNas(options.nasBySource, clock, { onError })
  const tally = { answered: 0, repeated: 0 }

  const work = async ({ port, from, send }: Arrival, packet: Packet, nas: AuthenticNas) => {
    const key = `${port} ${from.address} ${from.port} ${packet.id} ${packet.authenticator.toString('latin1')}`
    const admission = duplicates.admit(key)
    if (admission.kind === 'answered') {
      tally.repeated++
      await send(admission.reply)
    }
    if (admission.kind === 'full') silences.note('overload', from.address)
    if (admission.kind !== 'new') return
    try {
      const reply = await answer(options, { nas, packet, port, receivedAt: clock.now() })
      duplicates.answer(key, reply)
      tally.answered++
      await send(reply)
    } catch (error) {
      duplicates.forget(key)
      silences.note(error instanceof MalformedRequest ? 'malformed' : 'failed', from.address, error)
    }
  }

  return {
    async receive(arrival) {
      const { address } = arrival.from
      const packet = decode(arrival.datagram)
      if (!packet) return silences.note('malformed', address)
      if (packet.code !== allowedCodes[arrival.port] && packet.code !== Code.statusServer)
        return silences.note('unexpected-code', address)
      const found = knownNas.find(plainAddress(address))
      const nas = found instanceof Promise ? await found : found
      if (!nas) return silences.note('unknown-nas', address)
      const doubt = doubtAbout(packet, nas.secretOctets)
      if (doubt) return silences.note(doubt, address)
      await work(arrival, packet, nas)
    },
    counts: () => ({ ...tally, ...silences.counts }),
  }
}

/** Why this packet may not come from a router that knows the secret, if so. */
function doubtAbout(packet: Packet, secret: Buffer): Silence | undefined {
  if (packet.code === Code.accountingRequest && !isAccountingAuthentic(packet, secret)) return 'wrong-secret'
  const message = checkMessageAuthenticator(packet, secret)
  if (message === 'wrong') return 'wrong-secret'
  // Accounting is signed as a whole already; an Access-Request without it can be altered on the way.
  if (message === 'absent' && packet.code !== Code.accountingRequest) return 'no-message-authenticator'
  return undefined
}
