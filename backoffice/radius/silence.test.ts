import { afterEach, describe, expect, it } from 'vitest'
import { Attr } from './codec/attributes.ts'
import { encodeAccounting, encodeSignedRequest } from './codec/authenticator.ts'
import { Code, decode, encode, type Packet } from './codec/packet.ts'
import { integer, octets, text } from './codec/write.ts'
import { cleanUp, rawAccess, router, secretOctets, trialOf, wireOf } from './trial-server.ts'

afterEach(cleanUp)

const start = [integer(Attr.acctStatusType, 1), text(Attr.acctSessionId, 'a1')]

describe('silence', () => {
  it('meets every single-bit change of an Access-Request', async () => {
    const { server, auth, asked } = await trialOf()
    const wire = await wireOf()
    const raw = rawAccess(1)
    for (let octet = 0; octet < raw.length; octet++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(raw)
        changed[octet] = (changed[octet] as number) ^ (1 << bit)
        await wire.send(changed, auth.port)
      }
      await wire.fence(auth.port)
    }
    expect(wire.received).toEqual([])
    expect(asked).toEqual([])
    const { answered, repeated: _, ...silences } = server.counts()
    expect(answered).toBe(raw.length)
    expect(Object.values(silences).reduce((sum, count) => sum + count, 0)).toBe(raw.length * 8)
    await wire.send(raw, auth.port)
    expect((decode(await wire.next()) as Packet).code).toBe(Code.accessReject)
  })

  it('meets a request without Message-Authenticator, with two, and with one of 15 octets', async () => {
    const { server, auth, asked } = await trialOf()
    const wire = await wireOf()
    const header = { code: Code.accessRequest, id: 1, authenticator: Buffer.alloc(16, 1) }
    const name = text(Attr.userName, 'thandi')
    await wire.send(encode(header, [name]), auth.port)
    const second = octets(Attr.messageAuthenticator, Buffer.alloc(16))
    await wire.send(encodeSignedRequest(header, [name, second], secretOctets), auth.port)
    await wire.send(encode(header, [name, octets(Attr.messageAuthenticator, Buffer.alloc(15))]), auth.port)
    await wire.fence(auth.port)
    expect(wire.received).toEqual([])
    expect(asked).toEqual([])
    expect(server.counts()).toMatchObject({ 'no-message-authenticator': 1, 'wrong-secret': 2 })
  })

  it('meets accounting with a wrong secret, which is not kept either', async () => {
    const { server, acct, kept } = await trialOf()
    const wire = await wireOf()
    await wire.send(encodeAccounting(1, start, Buffer.from('another secret')), acct.port)
    await wire.fence(acct.port)
    expect(wire.received).toEqual([])
    expect(kept).toEqual([])
    expect(server.counts()['wrong-secret']).toBe(1)
  })

  it('meets an unknown router', async () => {
    const nasBySource = async (address: string) => (address === '127.0.0.1' ? router : null)
    const { server, auth, asked } = await trialOf({ nasBySource })
    const [stranger, wire] = [await wireOf('127.0.0.2'), await wireOf()]
    await stranger.send(rawAccess(1), auth.port)
    await stranger.send(rawAccess(2), auth.port)
    await wire.fence(auth.port)
    await wire.fence(auth.port)
    expect(stranger.received).toEqual([])
    expect(asked).toEqual([])
    expect(server.counts()['unknown-nas']).toBe(2)
  })

  it('meets codes that do not belong on the port', async () => {
    const { server, auth, acct, asked, kept } = await trialOf()
    const wire = await wireOf()
    for (const code of [0, 2, 3, 4, 5, 11, 13, 40, 43, 255]) {
      const header = { code, id: 1, authenticator: Buffer.alloc(16) }
      await wire.send(encodeSignedRequest(header, start, secretOctets), auth.port)
    }
    await wire.send(rawAccess(1), acct.port)
    await wire.fence(auth.port)
    await wire.fence(acct.port)
    expect(wire.received).toEqual([])
    expect([asked, kept]).toEqual([[], []])
    expect(server.counts()['unexpected-code']).toBe(11)
  })

  it('meets a request that could not be decided, and its retransmission is decided anew', async () => {
    let broken = true
    const { server, auth } = await trialOf({
      authenticate: async () => {
        if (broken) throw new Error('the database is away')
        return { accepted: true, attributes: [] }
      },
    })
    const wire = await wireOf()
    await wire.send(rawAccess(1), auth.port)
    await wire.fence(auth.port)
    expect(wire.received).toEqual([])
    expect(server.counts().failed).toBe(1)
    broken = false
    await wire.send(rawAccess(1), auth.port)
    expect((decode(await wire.next()) as Packet).code).toBe(Code.accessAccept)
  })

  it('meets accounting that says too little', async () => {
    const { server, acct, kept } = await trialOf()
    const wire = await wireOf()
    await wire.send(encodeAccounting(1, [integer(Attr.acctStatusType, 1)], secretOctets), acct.port)
    await wire.send(encodeAccounting(2, [text(Attr.acctSessionId, 'a1')], secretOctets), acct.port)
    await wire.fence(acct.port)
    expect(wire.received).toEqual([])
    expect(kept).toEqual([])
    expect(server.counts().malformed).toBe(2)
  })
})
