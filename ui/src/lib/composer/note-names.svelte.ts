/** Whom the note being written names. Read from its words, so that a draft from another device names the same people. */
import { mentionable } from '../mentions/mentionable.svelte.ts'
import { namesOf } from '../mentions/names-in.ts'
import { noteParts } from '../thread/text-parts.ts'
import { say } from '../words/say.ts'
import { choicesOf, untoldWords } from './mention-word.ts'

export class NoteNames {
  #note: () => { conversationId: string; text: string } | null

  /** Whom it may name. */
  choices = $derived.by(() => {
    const note = this.#note()
    return note ? choicesOf(mentionable.of(note.conversationId)) : []
  })
  #names = $derived(namesOf(this.choices))
  #named = $derived.by(() =>
    noteParts(this.#note()?.text ?? '', this.#names).flatMap(part => part.named ?? []),
  )
  ids = $derived([...new Set(this.#named.flatMap(choice => choice.ids))])
  /** Who will not be told although they are named, in words; empty when everybody will. */
  untold = $derived.by(() => {
    if (mentionable.hasFailed && this.#named.length > 0) {
      return say`Who sees this inbox could not be looked up; not everybody named here may be told.`
    }
    return untoldWords(this.#named.filter(choice => choice.tells === 0).map(choice => choice.name))
  })

  /** `note`: null while no note is written. */
  constructor(note: () => { conversationId: string; text: string } | null) {
    this.#note = note
  }

  look(): void {
    const note = this.#note()
    if (note) void mentionable.load(note.conversationId)
  }
}
