/** Routers to filter by. */

import { say } from '../words/say.ts'
import { networkCalls } from './calls.ts'

type Choice = { value: string; label: string }

/** Asked for when a list is shown; without an answer one can still filter by everything else. */
export class RouterChoices {
  #routers = $state.raw<Choice[]>([])

  load(): void {
    networkCalls.routers().then(
      ({ items }) => {
        this.#routers = items
          .map(({ id, name }) => ({ value: id, label: name }))
          .sort((a, b) => a.label.localeCompare(b.label))
      },
      () => {},
    )
  }

  /** `chosen` may be one that is not known yet. */
  with(chosen: string): Choice[] {
    const known = this.#routers.some(({ value }) => value === chosen)
    return [
      { value: '', label: say`All routers` },
      ...this.#routers,
      ...(chosen && !known ? [{ value: chosen, label: say`The chosen one` }] : []),
    ]
  }
}
