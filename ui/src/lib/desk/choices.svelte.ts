/**
 * The tenant's labels, fields and teams, as this screen last heard of them: asked for when a menu opens, when the socket
 * tells that there are others, and after a silence.
 */
import { session } from '../session/session.svelte.ts'
import { type Colour, type CustomField, desk, type Label, type Team } from './calls.ts'

export type ChoicesWord = { changed: 'labels' | 'fields' }

class Choices {
  labels = $state.raw<Label[]>([])
  fields = $state.raw<CustomField[]>([])
  teams = $state.raw<Team[]>([])
  /** Counts words of changes: pages that show more than names ask again. */
  heard = $state(0)
  #asked = false
  /** The latest question of each kind: an answer to an earlier one comes too late. */
  #latest = { labels: 0, fields: 0, teams: 0 }

  /** Fetches them once, for the colours and titles on the screen. */
  know(): void {
    if (!this.#asked) this.refresh()
  }

  /** Fetches them anew. Without them the screen lacks colours and choices, and nothing else. */
  refresh(): void {
    if (!session.can('members.read')) return
    this.#asked = true
    this.#askLabels()
    this.#askFields()
    this.#ask('teams', desk.teams, items => {
      this.teams = items
    })
  }

  /** Somebody made, changed or removed one. */
  hear({ changed }: ChoicesWord): void {
    this.heard++
    if (!this.#asked) return
    if (changed === 'labels') this.#askLabels()
    if (changed === 'fields') this.#askFields()
  }

  /** After a silence: whatever was told meanwhile was missed. */
  resume(): void {
    this.heard++
    if (this.#asked) this.refresh()
  }

  colourOf(name: string): Colour {
    return this.labels.find(label => label.name === name)?.colour ?? 'grey'
  }

  fieldOf = (key: string): CustomField | undefined => this.fields.find(field => field.key === key)

  #askLabels(): void {
    this.#ask('labels', desk.labels, items => {
      this.labels = items
    })
  }

  #askFields(): void {
    this.#ask('fields', desk.fields, items => {
      this.fields = items
    })
  }

  #ask<Item>(
    what: 'labels' | 'fields' | 'teams',
    ask: () => Promise<{ items: Item[] }>,
    take: (items: Item[]) => void,
  ): void {
    const mine = ++this.#latest[what]
    ask().then(
      ({ items }) => {
        if (mine === this.#latest[what]) take(items)
      },
      () => {
        this.#asked = false
      },
    )
  }
}

export const choices = new Choices()
