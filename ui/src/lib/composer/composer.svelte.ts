/** Which box one writes in, and bringing the caret there. */
import type { Mode } from './drafts.svelte.ts'

class ComposerFocus {
  mode = $state<Mode>('reply')
  /** Counts requests for the caret; the composer follows them. */
  asked = $state(0)

  focus(mode: Mode): void {
    this.mode = mode
    this.asked++
  }
}

export const composer = new ComposerFocus()
