/** One change of one ticket by hand: sent, or refused with what happened meanwhile and perhaps a way to send it anyway. */
import { Failure, wordsOf } from '../api/client.ts'
import type { TicketRow } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { say } from '../words/say.ts'
import { type TicketChange, ticketCalls } from './calls.ts'

type Changing = {
  ticket: Pick<TicketRow, 'id' | 'number' | 'lastSeq'>
  change: TicketChange
  sendAnyway?: boolean
}

const mayAnyway = (error: unknown): boolean =>
  error instanceof Failure &&
  error.status === 409 &&
  (error.body as { mayAnyway?: unknown } | null)?.mayAnyway === true

/**
 * The row as it is afterwards; null when it was refused, which is said. `done` is told of one that was sent anyway later.
 */
export async function changeOne(
  { ticket, change, sendAnyway = false }: Changing,
  done: (row: TicketRow) => void,
): Promise<TicketRow | null> {
  try {
    const row = await ticketCalls.change(ticket.id, { change, lastSeq: ticket.lastSeq, sendAnyway })
    done(row)
    return row
  } catch (error) {
    const again = () => void changeOne({ ticket, change, sendAnyway: true }, done)
    const action = mayAnyway(error) ? { label: say`Do it anyway`, run: again } : null
    notices.say(say`Ticket ${ticket.number} stays as it is: ${wordsOf(error)}`, true, action)
    return null
  }
}
