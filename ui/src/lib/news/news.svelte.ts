/** Tells this person what they want to be told of: once per browser, by the tab that leads. */
import { goto } from '$app/navigation'
import {
  type Listener,
  mentionWorthTelling,
  type Rules,
  type Telling,
  worthTelling,
} from '../../../../hub/notifications/worth-telling.ts'
import type { ConversationEvent, Mention, MentionEvent } from '../api/types.ts'
import type { LiveInput } from '../live/reducer.ts'
import { socket } from '../live/socket.svelte.ts'
import { session } from '../session/session.svelte.ts'
import type { FromWorker } from '../shell/worker-words.ts'
import { notificationCalls } from './calls.ts'
import { close, show } from './desktop.ts'
import { bodyOf } from './kind-words.ts'
import { push } from './push.svelte.ts'
import { tones } from './tones.svelte.ts'

/** After these nobody waits for this person any more. */
const settles = new Set<ConversationEvent['type']>(['message.written', 'conversation.resolved'])

class News {
  /** Null until they are known. */
  listener = $state.raw<Omit<Listener, 'memberId'> | null>(null)

  /** Fetches the rules; until then nothing is told. Somebody who looks through another's eyes is told nothing. */
  async load(): Promise<void> {
    if (!session.can('conversations.read') || session.borrowed) return
    this.listener = await notificationCalls.read()
  }

  async change(rules: Rules): Promise<void> {
    const before = this.listener
    if (before) this.listener = { ...before, rules }
    try {
      this.listener = await notificationCalls.change(rules)
    } catch (error) {
      this.listener = before
      throw error
    }
  }

  heard(event: ConversationEvent): void {
    const { conversationId, conversation, message, actor } = event
    if (settles.has(event.type)) void close(conversationId)
    const listener = this.#ears()
    const telling = listener && worthTelling(event, listener, new Date())
    if (!telling) return
    const text = message?.text || conversation.preview
    const body = bodyOf(telling.kind, text, actor?.name ?? null)
    this.#tell(telling, { conversationId, name: conversation.contact.name, body })
  }

  named(event: MentionEvent): void {
    const listener = this.#ears()
    if (event.type !== 'mention.written' || !listener) return
    const telling = mentionWorthTelling(listener, new Date())
    const { conversationId, contact, author, text }: Mention = event.mention
    const body = bodyOf('mention', text, author?.name ?? null)
    if (telling) this.#tell(telling, { conversationId, name: contact.name, body })
  }

  /** What this person did in any tab of this browser. */
  done(deed: LiveInput): void {
    if (deed.type === 'read') void close(deed.conversationId)
  }

  /** Hears what is pressed on notices; returns how to stop. */
  start(): () => void {
    const open = ({ data }: MessageEvent<FromWorker>) => void goto(data.open)
    navigator.serviceWorker?.addEventListener('message', open)
    // A browser that will not is asked again by the page of the rules.
    push.renew().catch(() => {})
    return () => {
      navigator.serviceWorker?.removeEventListener('message', open)
      this.listener = null
    }
  }

  #ears(): Listener | null {
    return this.listener && socket.leads ? { ...this.listener, memberId: session.memberId } : null
  }

  #tell({ ways }: Telling, what: { conversationId: string; name: string; body: string }): void {
    if (socket.isViewed(what.conversationId)) return
    if (ways.includes('sound')) void tones.play()
    if (ways.includes('desktop')) void show(noticeOf(what))
  }
}

const noticeOf = ({
  conversationId,
  name,
  body,
}: {
  conversationId: string
  name: string
  body: string
}) => ({
  title: name,
  body,
  tag: conversationId,
  path: `/inbox/open/${conversationId}`,
})

export const news = new News()
