/** Whether the customer panel is shown. On wide screens it stands beside the thread; on narrow ones it covers it. */
import { readStored, store } from '../live/stored.ts'

const wide = matchMedia('(min-width: 1180px)')

class PanelToggle {
  isOpen = $state(wide.matches && readStored('panel', true))

  toggle(): void {
    this.isOpen = !this.isOpen
    if (wide.matches) store('panel', this.isOpen)
  }
}

export const panelToggle = new PanelToggle()
