/** Whether the palette is open. It is fetched once nothing else is to be done, so that it opens at once. */
import { Later } from '../design/later.svelte.ts'

class PaletteDoor extends Later<{ close: () => void }> {
  isOpen = $state(false)

  constructor() {
    super(() => import('./Palette.svelte'))
  }

  open = (): void => {
    this.isOpen = true
    void this.fetch()
  }

  close = (): void => {
    this.isOpen = false
  }
}

export const palette = new PaletteDoor()
