/** How one's own account is secured, as the cards of the page share it. */
import { wordsOf } from '../api/client.ts'
import { session } from '../session/session.svelte.ts'
import { type Security, security } from './calls.ts'

export class OwnSecurity {
  is = $state.raw<Security | null>(null)
  failure = $state<string | null>(null)

  load = async (): Promise<void> => {
    this.failure = null
    try {
      this.is = await security.overview()
    } catch (error) {
      this.failure = wordsOf(error)
    }
  }

  /** After something changed that others go by: who may come in, and to where. */
  again = async (): Promise<void> => {
    await this.load()
    if (session.me?.needs) await session.load().catch(() => {})
  }
}
