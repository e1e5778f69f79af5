/** One change of several tickets; what was left as it was says why, to whoever asks. */
import { notices } from '../design/notices.svelte.ts'
import { count, say } from '../words/say.ts'
import { type TicketChange, ticketCalls } from './calls.ts'

export type Left = { id: string; number: number | null; why: string | null }

/** Of one answer of the server. */
const most = 200

/** True when the server answered. `tell` shows those that were left, once somebody wants to know. */
export const changeSeveral = (
  ids: string[],
  change: Pick<TicketChange, 'status' | 'priority' | 'assigneeId'>,
  tell: (left: Left[]) => void,
): Promise<boolean> =>
  notices.attempt(async () => {
    const items: (Left & { done: boolean })[] = []
    for (let at = 0; at < ids.length; at += most) {
      items.push(...(await ticketCalls.changeMany(ids.slice(at, at + most), change)).items)
    }
    const left = items.filter(item => !item.done)
    const words = say`${count(items.length - left.length, 'ticket')} changed`
    if (left.length === 0) notices.say(`${words}.`)
    else
      notices.say(say`${words}, ${left.length} left as before.`, true, {
        label: say`Why`,
        run: () => tell(left),
      })
  })
