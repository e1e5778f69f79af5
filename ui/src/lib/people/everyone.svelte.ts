/** Everyone who works here and who is invited, as their pages show them. */
import { grounds } from '../access/grounds.svelte.ts'
import { wordsOf } from '../api/client.ts'
import { type Colleague, colleagues, type Invitation, invitations } from './calls.ts'
import { placesTaken } from './find-people.ts'

class Everyone {
  items = $state.raw<Colleague[] | null>(null)
  invited = $state.raw<Invitation[] | null>(null)
  limit = $state.raw<number | null>(null)
  failure = $state<string | null>(null)

  async load(): Promise<void> {
    this.failure = null
    try {
      const [people, open] = await Promise.all([colleagues.list(), invitations.list(), grounds.load()])
      this.items = people.items
      this.limit = people.limit
      this.invited = open.items
    } catch (error) {
      this.failure = wordsOf(error)
    }
  }

  /** "12 of 15 people", or nothing to say. */
  get room(): string {
    if (!this.items || !this.invited) return ''
    const taken = placesTaken(this.items, this.invited)
    if (this.limit === null) return `${taken} ${taken === 1 ? 'person' : 'people'}`
    return `${taken} of ${this.limit} ${this.limit === 1 ? 'person' : 'people'}, invited ones counted`
  }

  get isFull(): boolean {
    if (!this.items || !this.invited || this.limit === null) return false
    return placesTaken(this.items, this.invited) >= this.limit
  }
}

export const everyone = new Everyone()
