/** Which box one writes in, and bringing the caret there. */
import { keys } from '../keys/keys.svelte.ts'
import type { Mode } from './drafts.svelte.ts'

class ComposerFocus {
  mode = $state<Mode>('reply')
  /** The caret was asked for; the composer takes it as soon as it is there. */
  wanted = $state(false)

  focus(mode: Mode): void {
    this.mode = mode
    this.wanted = true
    // Who types on while the thread still loads means words, not shortcuts.
    keys.held = true
  }

  /** The composer has the caret, or another conversation was opened. */
  settled(): void {
    this.wanted = false
    keys.held = false
  }
}

export const composer = new ComposerFocus()
