/** Who sits before the screens, invited as an admin does it: some see every inbox, some only one or two, one sees none. */
import { type Desk, mustBe, signIn } from './desk.ts'

type Inbox = { id: string; channel: string }
export type Watcher = { id: string; desk: Desk; seesAll: boolean }

/** Channels whose inboxes are seen, in turn; null is all of them. */
const reaches: (string[] | null)[] = [
  null,
  ['whatsapp'],
  ['sms'],
  null,
  ['telegram', 'whatsapp'],
  ['sms', 'telegram'],
  ['whatsapp', 'sms'],
  ['telegram'],
  null,
  [],
]

const password = 'a password for screens'

export async function inviteWatchers(url: string, admin: Desk, count: number): Promise<Watcher[]> {
  const { items: inboxes } = mustBe<{ items: Inbox[] }>('inboxes', await admin.call('GET', '/api/inboxes'))
  const watchers: Watcher[] = []
  for (let at = 0; at < count; at += 1) {
    const reach = reaches[at % reaches.length] ?? null
    const inboxIds = inboxes.filter(inbox => reach?.includes(inbox.channel)).map(inbox => inbox.id)
    watchers.push(await inviteOne(url, admin, at, reach === null ? null : inboxIds))
  }
  return watchers
}

async function inviteOne(url: string, admin: Desk, at: number, inboxIds: string[] | null): Promise<Watcher> {
  const email = `watcher-${at}@isp.example`
  const name = `Watcher ${at}`
  const wish = { email, name, role: 'agent', allInboxes: inboxIds === null, inboxIds: inboxIds ?? [] }
  const invited = mustBe<{ link: string }>('invitation', await admin.call('POST', '/api/invitations', wish))
  const token = new URL(invited.link).searchParams.get('token')
  mustBe('joining', await admin.call('POST', '/api/invitation/accept', { token, name, password }))
  const desk = await signIn(url, { email, password })
  const me = mustBe<{ member: { id: string } }>('me', await desk.call('GET', '/api/me'))
  return { id: me.member.id, desk, seesAll: inboxIds === null }
}
