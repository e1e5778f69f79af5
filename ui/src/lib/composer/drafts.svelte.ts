/**
 * Drafts, one per member, conversation and mode: a reply never turns up as a note, nor with a colleague at this desk.
 * Each key is kept in this browser at once, told to its other tabs, and saved to the server a moment later.
 */
import { conversations, ownDrafts } from '../api/calls.ts'
import type { Draft } from '../api/types.ts'
import { readStored, store } from '../live/stored.ts'
import { session } from '../session/session.svelte.ts'
import { type HeldDraft, nextVersion, noDraft, type SavedDraft, settled } from './draft-rules.ts'
import { DraftSaver } from './draft-saver.ts'

export type Mode = 'reply' | 'note'
const modes: Mode[] = ['reply', 'note']
const keyOf = (conversationId: string, mode: Mode) => `${session.memberId}:${conversationId}:${mode}`

function placeOf(key: string) {
  const [memberId, conversationId = '', mode] = key.split(':')
  if (memberId !== session.memberId) return null
  return { conversationId, mode: mode === 'note' ? ('note' as const) : ('reply' as const) }
}

const readAll = () => readStored<Record<string, HeldDraft>>('draft-copies', {})

class Drafts {
  #held = $state.raw<Record<string, HeldDraft>>(readAll())
  /** Drafts of this member on the server, by key: their version. */
  #elsewhere = $state.raw<Record<string, number>>({})
  #typedHere = new Set<string>()
  #tabs: BroadcastChannel | undefined
  #saver = new DraftSaver({
    read: key => this.#held[key],
    placeOf,
    landed: (key, theirs) => this.#settle(key, theirs),
    refused: key => this.#hold(key, { ...(this.#held[key] ?? noDraft), unsaved: false }),
  })

  text(conversationId: string, mode: Mode): string {
    return this.#held[keyOf(conversationId, mode)]?.text ?? ''
  }

  /** Whether something was begun, here or on another device. */
  has(conversationId: string): boolean {
    return modes.some(mode => this.text(conversationId, mode) !== '') || this.#isBehind(conversationId)
  }

  set(conversationId: string, mode: Mode, text: string, inboxId: string | null = null): void {
    const key = keyOf(conversationId, mode)
    const held = this.#held[key] ?? noDraft
    if (held.text === text) return
    this.#typedHere.add(key)
    this.#hold(key, { text, inboxId, version: nextVersion(held.version, Date.now()), unsaved: true })
    this.#saver.later(key)
  }

  /** Words of an answer come back, before whatever was begun since; once, however often they come. */
  giveBack(conversationId: string, mode: Mode, text: string): void {
    const held = this.text(conversationId, mode)
    if (held.startsWith(text)) return
    this.set(conversationId, mode, held ? `${text}\n\n${held}` : text)
  }

  /** What the server holds of one conversation. */
  adopt(conversationId: string, theirs: Draft[]): void {
    for (const draft of theirs) this.#settle(keyOf(conversationId, draft.kind), draft)
  }

  /** Fetches what another device wrote here, if it did. */
  async catchUp(conversationId: string): Promise<void> {
    if (!this.#isBehind(conversationId)) return
    const open = await conversations.open(conversationId).catch(() => null)
    if (open) this.adopt(conversationId, open.drafts)
  }

  /** Connected, again or for the first time: what was begun elsewhere is learned, what is unsaved goes out. */
  async resume(): Promise<void> {
    if (!session.can('conversations.reply')) return
    this.#listen()
    for (const key of Object.keys(this.#held)) void this.#saver.save(key)
    const listed = await ownDrafts.list().catch(() => null)
    if (!listed) return
    this.#elsewhere = Object.fromEntries(
      listed.items.map(item => [keyOf(item.conversationId, item.kind), item.version]),
    )
  }

  #isBehind(conversationId: string): boolean {
    return modes.some(mode => {
      const key = keyOf(conversationId, mode)
      return (this.#elsewhere[key] ?? 0) > (this.#held[key]?.version ?? 0)
    })
  }

  #settle(key: string, theirs: SavedDraft): void {
    const mine = this.#held[key] ?? noDraft
    const next = settled(mine, theirs, this.#typedHere.has(key))
    if (next !== mine) this.#hold(key, next)
    if (next.unsaved) this.#saver.later(key)
  }

  /** Other tabs may have written other drafts since this page read them: only this one is put there. */
  #hold(key: string, draft: HeldDraft): void {
    this.#held = { ...this.#held, [key]: draft }
    const { [key]: _, ...others } = readAll()
    const isOver = draft.text === '' && !draft.unsaved
    store('draft-copies', isOver ? others : { ...others, [key]: draft })
    this.#tabs?.postMessage({ key, draft })
  }

  #listen(): void {
    if (this.#tabs) return
    this.#tabs = new BroadcastChannel('trunkline:drafts')
    this.#tabs.onmessage = ({ data }: MessageEvent<{ key: string; draft: HeldDraft }>) => {
      if (data.draft.version < (this.#held[data.key]?.version ?? 0)) return
      this.#typedHere.delete(data.key)
      this.#held = { ...this.#held, [data.key]: data.draft }
    }
    addEventListener('pagehide', () => this.#saver.flush())
    addEventListener('focus', () => void this.resume())
  }
}

export const drafts = new Drafts()
