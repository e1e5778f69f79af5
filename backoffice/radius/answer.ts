/** From an authentic request to the octets of its reply. */
import { readAccounting } from './accounting.ts'
import { Attr } from './codec/attributes.ts'
import { encodeReply } from './codec/authenticator.ts'
import { type Attribute, all, Code, type Packet } from './codec/packet.ts'
import { text } from './codec/write.ts'
import type { Account, Authenticate, AuthenticNas } from './ports.ts'

const MAX_REPLY_MESSAGE = 253

/** An authentic request that says too little to be answered. */
export class MalformedRequest extends Error {
  override name = 'MalformedRequest'
}

/** Which of our two ports a packet came in on. */
export type Port = 'auth' | 'acct'

/**
 * Answers Access-Request, Accounting-Request and Status-Server. Throws when the decision could not be made (a
 * MalformedRequest when the request itself is at fault): the caller stays silent then, since a Reject would tell a paying
 * customer "no" because a disk was full.
 */
export async function answer(
  verbs: { authenticate: Authenticate; account: Account },
  request: { nas: AuthenticNas; packet: Packet; port: Port; receivedAt: Date },
): Promise<Buffer> {
  const { nas, packet, port } = request
  const reply = (code: number, attributes: readonly Attribute[] = []) =>
    encodeReply(
      packet,
      { code, attributes: [...attributes, ...all(packet, Attr.proxyState)] },
      nas.secretOctets,
    )

  // RFC 5997: says "I am alive", so it never waits for the database.
  if (packet.code === Code.statusServer)
    return reply(port === 'auth' ? Code.accessAccept : Code.accountingResponse)

  if (packet.code === Code.accountingRequest) {
    const record = readAccounting(packet, request.receivedAt)
    if (record === 'malformed')
      throw new MalformedRequest('Accounting-Request without Acct-Status-Type or Acct-Session-Id')
    if (record !== 'unknown') await verbs.account(nas, record)
    return reply(Code.accountingResponse)
  }

  const signIn = await verbs.authenticate(nas, packet)
  if (signIn.accepted) return reply(Code.accessAccept, signIn.attributes)
  return reply(Code.accessReject, replyMessage(signIn.replyMessage))
}

function replyMessage(words: string): Attribute[] {
  if (words === '') return []
  const message = text(Attr.replyMessage, words)
  if (message.value.length <= MAX_REPLY_MESSAGE) return [message]
  // Cut between characters, not inside one.
  let end = MAX_REPLY_MESSAGE
  while (((message.value[end] as number) & 0xc0) === 0x80) end--
  return [{ type: Attr.replyMessage, value: message.value.subarray(0, end) }]
}
