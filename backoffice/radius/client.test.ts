import { afterEach, describe, expect, it } from 'vitest'
import { createRadiusClient, sendAccess } from './client.ts'
import { Attr } from './codec/attributes.ts'
import { encodeReply } from './codec/authenticator.ts'
import { Code, decode, encode, first, type Packet } from './codec/packet.ts'
import { openWire, secret, secretOctets, startTrial, type Wire } from './trial-server.ts'

let wire: Wire | undefined
afterEach(() => {
  wire?.socket.close()
  wire = undefined
})

/** A server under the test's control: it answers each request with what `reply` makes of it. */
async function serverOf(
  reply: (request: Packet, time: number) => Buffer[],
): Promise<{ port: number; requests: Buffer[] }> {
  const server = await openWire()
  wire = server
  const requests: Buffer[] = []
  server.socket.on('message', (datagram, from) => {
    requests.push(datagram)
    for (const raw of reply(decode(datagram) as Packet, requests.length))
      server.socket.send(raw, from.port, from.address)
  })
  return { port: server.socket.address().port, requests }
}

const accept = { code: Code.accessAccept, attributes: [] }
const thandi = { host: '127.0.0.1', secret, userName: 'thandi', password: 'correct horse' }

describe('the client', () => {
  it('passes over replies that are not authentic and takes the one that is', async () => {
    const { port } = await serverOf(request => {
      const forged = encodeReply(request, accept, Buffer.from('another secret'))
      const bare = encode(
        { code: Code.accessAccept, id: request.id, authenticator: request.authenticator },
        [],
      )
      return [forged, bare, Buffer.from('noise'), encodeReply(request, { ...accept, code: 3 }, secretOctets)]
    })
    expect((await sendAccess({ ...thandi, port }))?.code).toBe(Code.accessReject)
  })

  it('repeats the same octets until it is answered', async () => {
    const { port, requests } = await serverOf((request, time) =>
      time < 3 ? [] : [encodeReply(request, accept, secretOctets)],
    )
    const reply = await sendAccess({ ...thandi, port, timeoutMs: 5, retransmits: 50 })
    expect(reply?.code).toBe(Code.accessAccept)
    expect(requests.length).toBeGreaterThanOrEqual(3)
    for (const request of requests) expect(request).toEqual(requests[0])
  })

  it('gives null when nobody answers', async () => {
    const { port } = await serverOf(() => [])
    expect(await sendAccess({ ...thandi, port, timeoutMs: 1, retransmits: 1 })).toBeNull()
  })

  it('keeps a thousand requests under way at once', async () => {
    const trial = await startTrial()
    const client = createRadiusClient({ timeoutMs: 1_000, retransmits: 10 })
    const replies = await Promise.all(
      Array.from({ length: 1_000 }, () =>
        client.access(trial.auth, { userName: 'thandi', chap: 'correct horse' }),
      ),
    )
    expect(replies.every(reply => reply?.code === Code.accessAccept)).toBe(true)
    expect(new Set(replies.map(reply => first(reply as Packet, Attr.class)?.toString())).size).toBe(1_000)
    expect(trial.asked).toHaveLength(1_000)
    client.close()
    await trial.server.stop()
  })
})
