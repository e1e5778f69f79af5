/** What a removal takes from conversations, in words. Pure. */
import { count } from '../words/amounts.ts'
import type { Carriers } from './calls.ts'

type Verbs = {
  /** "stands on", "has a value in" */
  verb: string
  /** What becomes of them: "They stay, without it." */
  after: string
}

/** "It stands on 12 conversations, 3 of them open. They stay, without it." */
export function carrierWords({ conversations, open, seesAll }: Carriers, { verb, after }: Verbs): string {
  const others = 'in inboxes that you do not see'
  if (conversations === 0) {
    return seesAll
      ? `It ${verb} no conversation.`
      : `It ${verb} no conversation that you see; there may be some ${others}.`
  }
  const ofThem = openOf(open, conversations)
  const more = seesAll ? '' : ` There may be more ${others}.`
  return `It ${verb} ${count(conversations, 'conversation')}, ${ofThem}.${more} ${after}`
}

function openOf(open: number, all: number): string {
  if (all === 1) return open === 1 ? 'and it is open' : 'and it is resolved'
  if (open === 0) return 'none of them open'
  return open === all ? 'all of them open' : `${open} of them open`
}
