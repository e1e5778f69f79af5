/** What the page says of web push in this browser. Pure. */
import { say } from '../words/say.ts'
import type { Ability } from './push.svelte.ts'

export const abilityWords: Record<Ability, string> = {
  able: say`This browser asks you once. Press “Turn on here”, then allow it.`,
  unable: say`This browser cannot do it here. It needs https and a browser with web push.`,
  home: say`On an iPhone or iPad: press Share, then “Add to Home Screen”, and open Trunkline from there.`,
  blocked: say`This browser blocks it. Press the sign beside the address, allow notifications, and load the page again.`,
}
