/** What happens while screens are cut: customers write, agents answer, hand over, resolve and open again. */
import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../../platform/ids.ts'
import type { Desk } from './desk.ts'
import type { Random } from './random.ts'
import type { Watcher } from './realtime-members.ts'
import type { Screen } from './realtime-screen.ts'
import { ourSmsNumber, type World } from './world.ts'

type Customer = { name: string; phone: string; chatId: number; kinds: ('whatsapp' | 'sms' | 'telegram')[] }

/** Who writes by WhatsApp and by SMS brings one conversation from one inbox into the sight of another's members. */
const habits: Customer['kinds'][] = [['whatsapp'], ['sms'], ['telegram'], ['whatsapp', 'sms'], ['whatsapp']]

export const inventCustomers = (count: number): Customer[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `Customer ${at}`,
    phone: `+2782555${String(at).padStart(4, '0')}`,
    chatId: 720_000_000 + at,
    kinds: habits[at % habits.length] ?? ['sms'],
  }))

let said = 0

/** One message of this customer, on one of their channels. */
export function customerWrites({ fakes }: World, random: Random, customer: Customer): void {
  said += 1
  const text = `in ${said}`
  const kind = random.pick(customer.kinds)
  if (kind === 'telegram') fakes.telegram.customerSays({ ...customer, text })
  if (kind === 'whatsapp') fakes.whatsapp.customerSays({ ...customer, text })
  if (kind === 'sms') fakes.twilio.customerTexts({ from: customer.phone, to: ourSmsNumber, body: text })
}

export type Agent = Watcher & { screen: Screen }

/**
 * One thing an agent does with a conversation on their own screen. It may be refused (somebody was faster) or find no
 * server: what counts is that all screens agree on what came of it.
 */
export async function agentActs(agent: Agent, agents: Agent[], random: Random): Promise<void> {
  const rows = agent.screen.state.rows.values()
  if (rows.length === 0) return
  const row = random.pick(rows)
  const path = `/api/conversations/${row.id}`
  const inboxId = row.inboxIds.at(-1)
  const choice = random.next()
  if (choice < 0.6) {
    const reply = { id: newId(), text: `out to ${row.contact.name}`, inboxId, lastSeenSeq: row.lastSeq }
    await post(agent.desk, `${path}/replies`, { ...reply, sendAnyway: true })
  } else if (choice < 0.7) await post(agent.desk, `${path}/notes`, { id: newId(), text: 'a note' })
  else if (choice < 0.8) await post(agent.desk, `${path}/assign`, { memberId: random.pick(agents).id })
  else if (choice < 0.9) await post(agent.desk, `${path}/resolve`)
  else await post(agent.desk, `${path}/reopen`)
}

/** Without a server it waits a little instead of asking as fast as it can. */
async function post(desk: Desk, path: string, body?: unknown): Promise<void> {
  const { status } = await desk.call('POST', path, body)
  if (status === 0 || status >= 500) await delay(100)
}
