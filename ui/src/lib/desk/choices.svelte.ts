/** The tenant's labels and teams, as they were when a menu was last opened. */
import { session } from '../session/session.svelte.ts'
import { type Colour, desk, type Label, type Team } from './calls.ts'

class Choices {
  labels = $state.raw<Label[]>([])
  teams = $state.raw<Team[]>([])
  #asked = false

  /** Fetches them once, for the colours on the screen. */
  know(): void {
    if (!this.#asked) this.refresh()
  }

  /** Fetches them anew. Without them the screen lacks colours and choices, and nothing else. */
  refresh(): void {
    if (!session.can('members.read')) return
    this.#asked = true
    desk.labels().then(
      ({ items }) => {
        this.labels = items
      },
      () => {
        this.#asked = false
      },
    )
    desk.teams().then(
      ({ items }) => {
        this.teams = items
      },
      () => {},
    )
  }

  colourOf(name: string): Colour {
    return this.labels.find(label => label.name === name)?.colour ?? 'grey'
  }
}

export const choices = new Choices()
