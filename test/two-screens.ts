/** The pages on two screens: one who manages teams, and one who answers customers; with conversations to look at. */
import type { Page } from 'playwright-core'
import { newId } from '../platform/ids.ts'
import { loadPages } from './pages.ts'
import { closeBrowserOf, signedInPage } from './signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from './trunkline.ts'

export type TwoScreens = {
  trunkline: Trunkline
  /** Lerato, a supervisor. */
  lerato: Member
  manager: Page
  /** Sizwe, an agent. */
  agent: Page
  /** Of the conversations, in the order of the names. */
  ids: string[]
  close(): Promise<void>
}

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234560' }

/** One open conversation with each person named. */
export async function openTwoScreens(names: string[]): Promise<TwoScreens> {
  const trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  const inboxId = (await trunkline.inbox('sms', sms)).id
  const lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  const sizwe = await trunkline.member({ name: 'Sizwe' })
  const ids = await addConversations(trunkline, inboxId, names)
  const manager = await signedInPage(trunkline, lerato)
  const agent = await signedInPage(trunkline, sizwe)
  return {
    ...{ trunkline, lerato, manager, agent, ids },
    async close() {
      await closeBrowserOf(manager)
      await closeBrowserOf(agent)
      await trunkline.close()
    },
  }
}

/** Open chats in this inbox, one with each person named; answers their ids. */
export async function addConversations(
  trunkline: Trunkline,
  inboxId: string,
  names: string[],
): Promise<string[]> {
  const ids = names.map(() => newId())
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    const people = 'unnest($1::uuid[], $2::text[]) AS one (id, name)'
    await tx.query(`INSERT INTO contacts (id, name) SELECT id, name FROM ${people}`, [ids, names])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
       SELECT id, id, 'chat', ARRAY[$3::uuid], now(), 'sms' FROM ${people}`,
      [ids, names, inboxId],
    )
  })
  return ids
}
