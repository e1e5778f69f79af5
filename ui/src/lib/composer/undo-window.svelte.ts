/** How long an answer can be undone before it goes out; each browser's own choice. */
import { readStored, store } from '../live/stored.ts'

export const undoChoices = [0, 5, 10, 20]
const usualSeconds = 5

class UndoWindow {
  #seconds = $state(readStored<number>('undo-seconds', usualSeconds))

  get seconds(): number {
    return undoChoices.includes(this.#seconds) ? this.#seconds : usualSeconds
  }

  set(seconds: number): void {
    this.#seconds = seconds
    store('undo-seconds', seconds)
  }
}

export const undoWindow = new UndoWindow()
