/** A provider in South Africa with people who write by SMS, and a mailbox to answer from, for tests of their addresses. */
import pg from 'pg'
import { contactScene } from './contact-scene.ts'
import { startTrunkline } from './trunkline.ts'

type Identity = { id: string; kind: string; value: string; evidence: string; validUntil: string | null }
type Problem = { detail: string; contact?: { id: string; name: string } }
type Route = { channel: string; to: string; usable: boolean; why: string | null; reason: string | null }
type Open = {
  conversation: { contact: { id: string; name: string } }
  replyRoutes: Route[]
  timeline: { type: string; data: Record<string, unknown> }[]
}
type Contact = {
  id: string
  identities: Identity[]
  customers: { id: string }[]
  merges: { id: string; kind: string }[]
}

const mailbox = {
  address: 'support@isp.example',
  name: 'ISP',
  imapHost: '127.0.0.1',
  imapUser: 'support@isp.example',
  imapPassword: 'pw',
  smtpHost: '127.0.0.1',
}

export async function startAddresses() {
  const trunkline = await startTrunkline({ roles: ['web'] })
  const installation = new pg.Client({ connectionString: trunkline.ownerUrl })
  await installation.connect()
  await installation.query(`UPDATE tenants SET locale = 'en-ZA' WHERE tenant_id = $1`, [trunkline.tenantId])
  await installation.end()
  const scene = await contactScene(trunkline)
  await trunkline.inbox('email', mailbox)
  const agent = await trunkline.member({ name: 'Thandi' })
  let next = 500
  const call = <T = Identity & Problem>(method: string, path: string, body?: unknown, as = agent) =>
    trunkline.call<T>(as, method, path, body)
  return {
    ...{ trunkline, scene, agent, call },
    add: (contactId: string, kind: unknown, value: unknown, as = agent) =>
      call('POST', `/api/contacts/${contactId}/identities`, { kind, value }, as),
    change: (contactId: string, identityId: string, body: unknown, as = agent) =>
      call('PATCH', `/api/contacts/${contactId}/identities/${identityId}`, body, as),
    open: async (id: string) => (await call<Open>('GET', `/api/conversations/${id}`)).body,
    contact: async (id: string) => (await call<Contact>('GET', `/api/contacts/${id}`)).body,
    /** Somebody new, with an email address nobody here knows yet; without a name they are called by their phone. */
    async somebody(name: string | null = 'Sipho') {
      next += 1
      const phone = `+27821230${next}`
      const mail = `sipho${next}@home.example`
      return { number: next, phone, mail, ...(await scene.says('phone', phone, 'hello', name ?? undefined)) }
    },
    close: () => trunkline.close(),
  }
}

export type Addresses = Awaited<ReturnType<typeof startAddresses>>
