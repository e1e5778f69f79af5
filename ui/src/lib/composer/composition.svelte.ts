/** What is being written in one conversation: words and files, the way they would go, and whether they can. */
import type { ConversationListItem } from '../api/types.ts'
import { parts, splitWords, type Way, whyNotFile } from '../files/fit.ts'
import { type WaitingFile, waitingFiles } from '../files/waiting-files.svelte.ts'
import type { Thread } from '../live/reducer.ts'
import { openIn, openWords } from '../replies/variables.ts'
import { session } from '../session/session.svelte.ts'
import { now } from '../words/now.svelte.ts'
import { say } from '../words/say.ts'
import { composer } from './composer.svelte.ts'
import { drafts } from './drafts.svelte.ts'
import { NoteNames } from './note-names.svelte.ts'
import { outbox, type Pending } from './outbox.svelte.ts'
import { undoWindow } from './undo-window.svelte.ts'
import { type ChosenWay, isOver, isSameWay, routeFor, whyNot } from './usable-route.ts'

/** Without what only the tray shows. */
const asSent = ({ id, kind, name, contentType, sizeBytes }: WaitingFile) => ({
  ...{ id, kind, name, contentType, sizeBytes },
})

/** Where it is written. */
type Place = { row: ConversationListItem; thread: Thread }

export class Composition {
  #place: () => Place
  chosen = $state.raw<ChosenWay | null>(null)
  /** The way one writes by: when its time ends meanwhile, nothing goes another way by itself. */
  #by = $state.raw<ChosenWay | null>(null)
  /** Sending was asked for while files were still on their way: it happens when they are there. */
  #armed = $state.raw<{ at: Date | null } | null>(null)

  mode = $derived(session.can('conversations.reply') ? composer.mode : ('note' as const))
  isReply = $derived(this.mode === 'reply')
  text = $derived.by(() => drafts.text(this.#id, this.mode))
  names = new NoteNames(() => (this.isReply ? null : { conversationId: this.#id, text: this.text }))
  /** The way one writes by, once its window is over. Where nothing is written yet the next best way is simply taken. */
  ended = $derived.by(() => {
    const by = this.text.trim() !== '' || this.files.length > 0 ? this.#by : null
    const route = by && this.#place().thread.replyRoutes.find(each => isSameWay(each, by))
    return route && isOver(route, now.at) ? route : null
  })
  route = $derived.by(() => this.ended ?? routeFor(this.#place().thread.replyRoutes, this.chosen, now.at))
  way = $derived.by(
    (): Way =>
      this.isReply
        ? { title: this.route?.title ?? '', limits: this.route?.files ?? null }
        : { title: say`A note`, limits: undefined },
  )
  /** Without those of a message that goes out just now. */
  files = $derived.by(() => {
    const leaving = new Set(outbox.of(this.#id).flatMap(item => (item.files ?? []).map(file => file.id)))
    return waitingFiles.of(this.#id, this.mode).filter(file => !leaving.has(file.id))
  })
  isUploading = $derived(this.files.some(file => file.state === 'uploading'))
  /** Why nothing can be sent this way at all. */
  blocked = $derived.by(() => {
    if (!this.isReply) return null
    if (!this.route) return say`There is no address of this person we could write to.`
    return whyNot(this.route, now.at)
  })
  over = $derived(this.isReply && this.route ? this.text.length - this.route.maxTextLength : 0)
  /** Something to know before sending, in words. */
  hint = $derived.by(() => {
    const open = this.isReply ? openWords(this.text) : null
    if (open) return open
    const whyNotFiles = this.files.map(file => this.#trouble(file)).find(words => words !== null)
    if (whyNotFiles) return whyNotFiles
    return splitWords(this.text.trim(), this.files, this.way)
  })
  canSend = $derived(
    (this.text.trim() !== '' || this.files.length > 0) &&
      this.blocked === null &&
      this.over <= 0 &&
      (!this.isReply || openIn(this.text).length === 0) &&
      this.files.every(file => this.#trouble(file) === null),
  )

  constructor(place: () => Place) {
    this.#place = place
  }

  choose(way: ChosenWay): void {
    this.#by = null
    this.chosen = way
  }

  /** To be called whenever `route` changed. */
  settle(): void {
    const { route } = this
    if (route && this.blocked === null) this.#by = { inboxId: route.inboxId, identityId: route.identityId }
  }

  get isArmed(): boolean {
    return this.#armed !== null && this.isUploading
  }

  /** True when it went out; false when it cannot, or waits for its files. Asked again while it waits, it is called off. */
  send(at: Date | null = null): boolean {
    if (!this.canSend) return false
    if (this.isUploading) {
      this.#armed = this.#armed ? null : { at }
      return false
    }
    this.#write(at)
    return true
  }

  /** An approved template goes by the way shown, whatever its window says; what is in the box stays there but for its file. */
  sendTemplate(template: NonNullable<Pending['template']>, text: string, files: WaitingFile[]): void {
    outbox.write({ ...this.#envelope(null), template, text, files: files.map(asSent) })
    waitingFiles.sent(files.map(file => file.id))
  }

  /** The files are there: what waited for them goes out. */
  sendArmed(): boolean {
    const armed = this.#armed
    if (!armed || this.isUploading) return false
    this.#armed = null
    return this.send(armed.at)
  }

  get #id(): string {
    return this.#place().row.id
  }

  #trouble(file: WaitingFile): string | null {
    if (file.state === 'failed') return say`${file.name} was not uploaded: try again, or remove it.`
    const whyNot = file.state === 'stored' ? whyNotFile(file, this.way) : null
    return whyNot && say`${file.name}: ${whyNot}. Remove it, or choose another way.`
  }

  #envelope(at: Date | null) {
    const { mode, isReply } = this
    const { inboxId = '', identityId = '', channel = '' } = (isReply ? this.route : null) ?? {}
    return {
      ...{ conversationId: this.#id, mode, lastSeenSeq: this.#place().thread.lastSeq },
      ...{ inboxId, identityId, channel },
      ...(isReply ? {} : { mentions: this.names.ids }),
      sendAfter: at?.toISOString() ?? null,
      holdSeconds: at || !isReply ? 0 : undoWindow.seconds,
    }
  }

  #write(at: Date | null): void {
    const { mode, files } = this
    const message = this.#envelope(at)
    for (const part of parts(this.text.trim(), files, this.way)) {
      outbox.write({ ...message, text: part.text, files: part.files.map(asSent) })
    }
    waitingFiles.sent(files.map(file => file.id))
    drafts.set(this.#id, mode, '')
  }
}
