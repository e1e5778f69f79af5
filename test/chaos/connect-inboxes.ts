/** Connects the four inboxes as an administrator does it: over the API, with a check of the credentials. */
import { newId } from '../../platform/ids.ts'
import { type Desk, mustBe } from './desk.ts'
import { kinds, ourMailbox, type World } from './world.ts'

type Inbox = { id: string; hookUrl: string | null }

/** Resolves when hooks are registered and the mailbox is being watched: mail from before that would not be read. */
export async function connectInboxes(desk: Desk, world: World): Promise<void> {
  const { fakes, settings } = world
  for (const kind of kinds) {
    const wish = { id: newId(), channel: kind, name: `${kind} inbox`, settings: settings[kind] }
    const inbox = mustBe<Inbox>(`inbox ${kind}`, await desk.call('POST', '/api/inboxes', wish))
    const check = await desk.call('POST', `/api/inboxes/${inbox.id}/check`)
    const result = mustBe<{ ok: boolean; words: string }>(`check of ${kind}`, check)
    if (!result.ok) throw new Error(`check of ${kind}: ${result.words}`)
    if (kind === 'whatsapp') fakes.whatsapp.setHookUrl(inbox.hookUrl)
    if (kind === 'sms') fakes.twilio.setHookUrl(inbox.hookUrl ?? '')
  }
  await inTime(fakes.mail.whenIdle(ourMailbox), 30_000, 'nobody watches the mailbox')
}

async function inTime<T>(work: Promise<T>, limitMs: number, words: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${words} after ${limitMs / 1000} s`)), limitMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
