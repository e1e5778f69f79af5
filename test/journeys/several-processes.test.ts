import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type RedisServer, startRedis, whyNoRedis } from '../peers/redis.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

type Message = { id: string; text: string; state: string }
const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const missing = whyNoRedis()

/** Hooks at one process, the agent's socket at another, the worker in a third. */
function story(name: string, openRedis: () => Promise<RedisServer | null>): void {
  describe(name, () => {
    let redis: RedisServer | null
    let first: Trunkline
    let second: Trunkline
    let worker: Trunkline
    let fake: WhatsappFake
    let screen: LiveClient

    beforeAll(async () => {
      redis = await openRedis()
      const redisUrl = redis?.url
      first = await startTrunkline({ roles: ['web'], redisUrl })
      second = await startTrunkline({ roles: ['web'], redisUrl, beside: first })
      worker = await startTrunkline({ roles: ['worker', 'links'], redisUrl, beside: first })
      fake = await startWhatsappFake({ ...meta, autoReceipts: true })
      fake.setHookUrl((await first.inbox('whatsapp', { ...meta, apiUrl: fake.url })).hookUrl)
    })
    afterAll(async () => {
      screen?.close()
      await fake?.stop()
      for (const process of [worker, second, first]) await process?.close()
      await redis?.stop()
    })

    it('carries a message in at one process to a screen at another, and the answer out by a third', async () => {
      const agent = await second.member()
      screen = await connectLive(second.url, agent.cookie)
      fake.customerSays({ phone: '+27821230001', name: 'Thandi', text: 'through the front door' })
      const told = await screen.told(
        'event',
        event => (event.message as Message | null)?.text === 'through the front door',
      )
      const conversation = told.conversation as { inboxIds: string[] }
      const id = '01990000-0000-7000-8000-000000000201'
      const reply = { id, text: 'out by the back', inboxId: conversation.inboxIds[0], lastSeenSeq: 99 }
      const path = `/api/conversations/${told.conversationId}/replies`
      expect((await second.call(agent, 'POST', path, reply)).status).toBe(201)
      await screen.told('event', event => {
        const message = event.message as Message | null
        return message?.id === id && message.state === 'read'
      })
      expect(fake.ledger.map(sent => sent.text)).toEqual(['out by the back'])
    })
  })
}

story('several processes on PostgreSQL alone', async () => null)
if (missing) it.skip(`several processes with Redis (skipped: ${missing})`, () => {})
else story('several processes with Redis', startRedis)
