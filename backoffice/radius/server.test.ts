import { afterEach, describe, expect, it } from 'vitest'
import { sendAccess, sendAccounting } from './client.ts'
import { Attr } from './codec/attributes.ts'
import { checkMessageAuthenticator, encodeAccounting, encodeSignedRequest } from './codec/authenticator.ts'
import { all, Code, decode, first, type Packet } from './codec/packet.ts'
import { readText } from './codec/read.ts'
import { integer, octets, text } from './codec/write.ts'
import { cleanUp, rawAccess, router, secretOctets, startTrial, trialOf, wireOf } from './trial-server.ts'

afterEach(cleanUp)

const start = [integer(Attr.acctStatusType, 1), text(Attr.acctSessionId, 'a1')]

describe('signing in', () => {
  it('works with PAP and with CHAP, and only with the right password', async () => {
    const { auth } = await trialOf()
    const codeOf = async (how: { password: string } | { chap: string }) =>
      (await sendAccess({ ...auth, userName: 'thandi', ...how }))?.code
    expect(await codeOf({ password: 'correct horse' })).toBe(Code.accessAccept)
    expect(await codeOf({ chap: 'correct horse' })).toBe(Code.accessAccept)
    expect(await codeOf({ password: 'correct house' })).toBe(Code.accessReject)
    expect(await codeOf({ chap: 'correct house' })).toBe(Code.accessReject)
  })

  it('is answered with the Message-Authenticator first and every Proxy-State last, in order', async () => {
    const { auth } = await trialOf()
    const proxies = ['one', 'two', 'one'].map(name => text(Attr.proxyState, name))
    const reply = await sendAccess({
      ...auth,
      userName: 'thandi',
      password: 'correct horse',
      attributes: proxies,
    })
    expect(all(reply as Packet).map(({ type }) => type)).toEqual([80, 25, 33, 33, 33])
    expect(all(reply as Packet, Attr.proxyState)).toEqual(proxies)
  })

  it('is rejected with words and nothing that belongs to a line', async () => {
    const { auth } = await trialOf({
      authenticate: async () => ({ accepted: false, replyMessage: 'é'.repeat(200) }),
    })
    const reply = (await sendAccess({ ...auth, userName: 'sipho', password: 'x' })) as Packet
    expect(all(reply).map(({ type }) => type)).toEqual([80, 18])
    expect(readText(reply, Attr.replyMessage)).toBe('é'.repeat(126))
  })
})

describe('retransmissions', () => {
  it('get the identical octets and cause one sign-in', async () => {
    const { auth, asked, server } = await trialOf()
    const wire = await wireOf()
    const replies: Buffer[] = []
    for (let time = 0; time < 3; time++) {
      await wire.send(rawAccess(1), auth.port)
      replies.push(await wire.next())
    }
    expect(replies[1]).toEqual(replies[0])
    expect(replies[2]).toEqual(replies[0])
    expect(asked).toEqual(['thandi'])
    expect(server.counts()).toMatchObject({ answered: 1, repeated: 2 })
  })

  it('while the first is being decided are dropped', async () => {
    let decide = () => {}
    const decided = new Promise<void>(resolve => {
      decide = resolve
    })
    const { auth, asked } = await trialOf({
      authenticate: async () => {
        await decided
        return { accepted: true, attributes: [] }
      },
    })
    const wire = await wireOf()
    for (let time = 0; time < 5; time++) await wire.send(rawAccess(1), auth.port)
    await wire.fence(auth.port)
    decide()
    await wire.next()
    await wire.fence(auth.port)
    expect(wire.received).toHaveLength(1)
    expect(asked).toEqual(['thandi'])
  })

  it('long after, or from another port, are new requests', async () => {
    const { auth, asked, pass } = await trialOf()
    const [wire, other] = [await wireOf(), await wireOf()]
    await wire.send(rawAccess(1), auth.port)
    await wire.next()
    await other.send(rawAccess(1), auth.port)
    await other.next()
    pass(10_001)
    await wire.send(rawAccess(1), auth.port)
    await wire.next()
    expect(asked).toHaveLength(3)
  })
})

describe('accounting', () => {
  it('is answered only after it was kept', async () => {
    let commit = () => {}
    const committed = new Promise<void>(resolve => {
      commit = resolve
    })
    const { acct } = await trialOf({ account: () => committed })
    const wire = await wireOf()
    await wire.send(encodeAccounting(7, start, secretOctets), acct.port)
    await wire.fence(acct.port)
    expect(wire.received).toEqual([])
    commit()
    const reply = decode(await wire.next()) as Packet
    expect([reply.code, reply.id]).toEqual([Code.accountingResponse, 7])
  })

  it('of a kind we keep nothing of is acknowledged, so that the router does not repeat it for ever', async () => {
    const { acct, kept } = await trialOf()
    const wire = await wireOf()
    await wire.send(encodeAccounting(7, [integer(Attr.acctStatusType, 9)], secretOctets), acct.port)
    expect((decode(await wire.next()) as Packet).code).toBe(Code.accountingResponse)
    expect(kept).toEqual([])
  })

  it('tells what the router said', async () => {
    const { acct, kept } = await trialOf()
    await sendAccounting({
      ...acct,
      status: 'stop',
      sessionId: 'a1',
      userName: 'thandi',
      outputOctets: 2 ** 33 + 5,
    })
    expect(kept).toMatchObject([
      { kind: 'stop', acctSessionId: 'a1', outputOctets: 2 ** 33 + 5, inputOctets: null },
    ])
  })
})

describe('Status-Server', () => {
  it('is answered on both ports without asking anyone', async () => {
    const away = async () => {
      throw new Error('the database is away')
    }
    const { auth, acct } = await trialOf({ authenticate: away, account: away })
    const wire = await wireOf()
    const header = { code: Code.statusServer, id: 5, authenticator: Buffer.alloc(16, 5) }
    for (const [port, code] of [
      [auth.port, Code.accessAccept],
      [acct.port, Code.accountingResponse],
    ] as const) {
      await wire.send(encodeSignedRequest(header, [], secretOctets), port)
      const reply = decode(await wire.next()) as Packet
      expect(reply.code).toBe(code)
      expect(checkMessageAuthenticator(reply, secretOctets, header.authenticator)).toBe('valid')
    }
  })

  it('is answered while the router look-up fails, once the router is known', async () => {
    let away = false
    const { auth, pass } = await trialOf({
      nasBySource: async () => {
        if (away) throw new Error('the database is away')
        return router
      },
    })
    const wire = await wireOf()
    await wire.fence(auth.port)
    away = true
    pass(60_000)
    await wire.fence(auth.port)
  })
})

describe('stopping', () => {
  it('answers what was begun and takes nothing new', async () => {
    let decide = () => {}
    const decided = new Promise<void>(resolve => {
      decide = resolve
    })
    const { server, auth, asked } = await startTrial({
      authenticate: async () => {
        await decided
        return { accepted: true, attributes: [octets(Attr.class, Buffer.from('c'))] }
      },
    })
    const wire = await wireOf()
    await wire.send(rawAccess(1), auth.port)
    await wire.fence(auth.port)
    const stopped = server.stop()
    await wire.send(rawAccess(2), auth.port)
    decide()
    expect(first(decode(await wire.next()) as Packet, Attr.class)?.toString()).toBe('c')
    await stopped
    expect(asked).toHaveLength(1)
  })

  it('frees the ports, and a taken port is refused with words', async () => {
    const trial = await startTrial()
    await expect(startOn(trial.auth.port)).rejects.toThrow('EADDRINUSE')
    await trial.server.stop()
    await (await startOn(trial.auth.port)).stop()
  })
})

async function startOn(authPort: number) {
  const { createRadiusServer } = await import('./server.ts')
  const quiet = () => {}
  const server = createRadiusServer({
    host: '127.0.0.1',
    authPort,
    acctPort: 0,
    nasBySource: async () => null,
    authenticate: async () => ({ accepted: false, replyMessage: '' }),
    account: async () => {},
    log: { info: quiet, warn: quiet, error: quiet },
    clock: { now: () => new Date() },
  })
  await server.start()
  return server
}
