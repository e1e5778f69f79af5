/** What a removal takes from conversations, in words. Pure. */
import { count, say } from '../words/say.ts'
import type { Carriers } from './calls.ts'

type Verbs = {
  /** "stands on", "has a value in" */
  verb: string
  /** What becomes of them: "They stay, without it." */
  after: string
}

/** "It stands on 12 conversations, 3 of them open. They stay, without it." */
export function carrierWords({ conversations, open, seesAll }: Carriers, { verb, after }: Verbs): string {
  const others = say`in inboxes that you do not see`
  if (conversations === 0) {
    return seesAll
      ? say`It ${verb} no conversation.`
      : say`It ${verb} no conversation that you see; there may be some ${others}.`
  }
  const ofThem = openOf(open, conversations)
  const more = seesAll ? '' : say` There may be more ${others}.`
  return say`It ${verb} ${count(conversations, 'conversation')}, ${ofThem}.${more} ${after}`
}

function openOf(open: number, all: number): string {
  if (all === 1) return open === 1 ? say`and it is open` : say`and it is resolved`
  if (open === 0) return say`none of them open`
  return open === all ? say`all of them open` : say`${open} of them open`
}
