/** Writes what the screen holds into the browser, a moment later and when nothing else is to be done. One tab does. */
import { untrack } from 'svelte'
import { lists } from '../live/lists.ts'
import { live } from '../live/live.svelte.ts'
import { type LiveState, nothingYet } from '../live/reducer.ts'
import { socket } from '../live/socket.svelte.ts'
import { views } from '../live/views.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { savedViews } from '../views/saved-views.svelte.ts'
import type { Held } from './database.ts'
import { difference } from './difference.ts'
import { kept } from './kept.ts'
import { whenIdle } from './when-idle.ts'

const gatherMs = 1_000
/** A browser that would not take it so often is full, or does not want to. */
const mostRefusals = 3

type Written = Pick<LiveState, 'rows' | 'threads'> & { stamp: string | null }
const nothingWritten: Written = { ...nothingYet, stamp: null }

class Keeper {
  #written = nothingWritten
  #timer: ReturnType<typeof setTimeout> | undefined
  #isWriting = false
  #refusals = 0

  /** What is held now is what was found under this stamp. */
  begin(stamp: string | null): void {
    const { rows } = live.state
    this.#written = stamp === null ? nothingWritten : { rows, threads: {}, stamp }
    this.#refusals = 0
  }

  /** Returns how to stop. Nothing is kept of what somebody sees through another's eyes. */
  start(): () => void {
    if (session.borrowed) return () => {}
    const endWatching = $effect.root(() => {
      $effect(() => {
        void [live.state, live.counts, views.fetched, savedViews.items, session.me, session.members]
        untrack(() => this.#soon())
      })
    })
    const hidden = () => document.hidden && void this.#write()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      endWatching()
      document.removeEventListener('visibilitychange', hidden)
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      whenIdle(() => void this.#write())
    }, gatherMs)
  }

  async #write(): Promise<void> {
    const held = heldNow()
    if (!held || !socket.leads || this.#isWriting || this.#refusals >= mostRefusals) return
    this.#isWriting = true
    const { rows, threads } = live.state
    const used = live.takeUsed()
    const before = this.#written
    const known = Object.entries(before.threads).filter(([id]) => !used.has(id))
    const outcome = await kept.write({
      held,
      difference: difference({ rows: before.rows, threads: Object.fromEntries(known) }, { rows, threads }),
      onTopOf: before.stamp,
      usedAt: id => used.get(id) ?? 0,
    })
    this.#isWriting = false
    this.#refusals = outcome.is === 'refused' ? this.#refusals + 1 : 0
    if (outcome.is === 'written') this.#written = { rows, threads, stamp: outcome.stamp }
    else {
      this.#written = nothingWritten
      if (outcome.is === 'stale') this.#soon()
      // Perhaps it was too much: what is left is written anew.
      if (outcome.is === 'refused') void kept.empty().then(() => this.#soon())
    }
  }
}

/** Null while it is not certain what this person sees. */
function heldNow(): Held | null {
  const { me, members } = session
  const { place } = lists
  if (!me || me.needs || !place) return null
  return { me, members, savedViews: savedViews.items, counts: live.counts, fetched: views.fetched, place }
}

export const keeper = new Keeper()
