/** Whether a thread shows what the same person said elsewhere. Remembered in this browser. */
import { readStored, store } from '../live/stored.ts'

class WholeStory {
  isOn = $state(readStored('whole-story', true))

  turn(isOn: boolean): void {
    this.isOn = isOn
    store('whole-story', isOn)
  }
}

export const wholeStory = new WholeStory()
