/**
 * How this person likes the screen. The copy in this browser is shown at once and shared by its tabs; the server keeps it
 * for their other devices, as soon as it can be reached.
 */
import { Failure } from '../api/client.ts'
import { dress } from '../design/look.ts'
import { readStored, store, whenStoredElsewhere } from '../live/stored.ts'
import { session } from '../session/session.svelte.ts'
import { language, languageFor } from '../words/languages.ts'
import { type Change, type Kept, ownPreferences } from './calls.ts'
import { stillUnsaved, understood } from './kept.ts'

/** app.html reads it too, before the first paint. */
const copy = 'preferences'
const stored = () => understood(readStored<unknown>(copy, null))

/** A page this young has nothing on it that would be lost. */
const startMs = 10_000
/** After this long a server that was out of reach is tried again. */
const againMs = 10_000

/** Not those of a person through whose eyes somebody looks. */
const areOwn = () => session.me !== null && session.me.needs === null && session.borrowed === null
const unsavedKey = () => `preferences-unsaved:${session.memberId}`
const unsaved = () => readStored<Change>(unsavedKey(), {})
const hold = (change: Change) => store(unsavedKey(), Object.keys(change).length > 0 ? change : null)

class Preferences {
  value = $state.raw<Kept>(stored())
  #saving: Promise<void> | null = null
  #reading: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    dress(this.value)
    whenStoredElsewhere(key => {
      if (key === copy || key === null) this.#wear(stored())
    })
    addEventListener('online', () => areOwn() && void this.#save())
  }

  set(change: Change): void {
    this.#show({ ...this.value, ...change })
    if (areOwn()) {
      hold({ ...unsaved(), ...change })
      void this.#save()
    }
    if (change.language !== undefined) this.#speak()
  }

  /** Words are looked up once, so another language is another page. Where nothing can be kept it would come back. */
  #speak(): void {
    const wanted = (kept: Kept) => languageFor(kept.language, navigator.languages)
    if (wanted(this.value) !== language() && wanted(stored()) === wanted(this.value)) location.reload()
  }

  /** As the server has them; what it has not heard yet is told first. Without an answer the copy stays. */
  async load(): Promise<void> {
    if (!areOwn()) return
    if (Object.keys(unsaved()).length > 0) return this.#save()
    this.#reading ??= ownPreferences
      .read()
      .then(
        kept => {
          this.hear(kept)
          // At its start only: a page somebody works on stays as it is.
          if (performance.now() < startMs) this.#speak()
        },
        () => {},
      )
      .finally(() => {
        this.#reading = null
      })
    await this.#reading
  }

  /** Changed on another device, or saved from here. */
  hear(kept: Kept): void {
    if (areOwn()) this.#show({ ...kept, ...unsaved() })
  }

  #save(): Promise<void> {
    this.#saving ??= this.#send().finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  async #send(): Promise<void> {
    const sent = unsaved()
    if (Object.keys(sent).length === 0) return
    try {
      const kept = await ownPreferences.write(sent)
      hold(stillUnsaved(unsaved(), sent))
      this.hear(kept)
    } catch (error) {
      // Out of reach: it stays here until then. Refused: it would be refused again.
      if (!(error instanceof Failure) || error.status !== 422) return this.#later()
      hold(stillUnsaved(unsaved(), sent))
    }
    await this.#send()
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => areOwn() && void this.#save(), againMs)
  }

  #show(kept: Kept): void {
    this.#wear(kept)
    store(copy, kept)
  }

  #wear(kept: Kept): void {
    this.value = kept
    dress(kept)
  }
}

export const preferences = new Preferences()
