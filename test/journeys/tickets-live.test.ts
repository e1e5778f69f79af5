/** A live ticket equals a fetched one: what two people's screens are told, applied to a stale look, against a fetch. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { OpenTicket, TicketBoard, TicketRow, TicketTold } from '../../ui/src/lib/api/types.ts'
import { afterTold as boardAfter, boardOf } from '../../ui/src/lib/tickets/board-columns.ts'
import { afterAsking, afterTold, isBehind, lastSeqOf } from '../../ui/src/lib/tickets/ticket-changes.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let sipho: Member
let screens: LiveClient[]
let ticket: TicketRow

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  sipho = await trunkline.member({ name: 'Sipho' })
  screens = await Promise.all([thandi, sipho].map(({ cookie }) => connectLive(trunkline.url, cookie)))
  ticket = (await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', { id: newId(), subject: 'Slow' }))
    .body
})
afterAll(async () => {
  for (const screen of screens) screen.close()
  await trunkline.close()
})

const get = async <T>(path: string) => (await trunkline.call<T>(thandi, 'GET', path)).body
const fetched = () => get<OpenTicket>(`/api/tickets/${ticket.id}`)
const board = () => get<TicketBoard>('/api/tickets/board')
async function change(as: Member, wanted: Record<string, unknown>) {
  const { lastSeq } = (await fetched()).ticket
  const { status } = await trunkline.call(as, 'PATCH', `/api/tickets/${ticket.id}`, {
    change: wanted,
    lastSeq,
  })
  expect(status).toBe(200)
}
const comment = (as: Member, text: string) =>
  trunkline.call(as, 'POST', `/api/tickets/${ticket.id}/comments`, { id: newId(), text })

/** What this screen was told of the ticket between two looks, in whatever order it came. */
async function toldTo(screen: LiveClient, from: number, to: number): Promise<TicketTold[]> {
  const isIt = (payload: Record<string, unknown>) => (payload.ticket as TicketRow).id === ticket.id
  for (let seq = from + 1; seq <= to; seq++) await screen.told('ticket', one => isIt(one) && one.seq === seq)
  return screen.events
    .filter(({ name, payload }) => name === 'ticket' && isIt(payload))
    .map(({ payload }) => payload as unknown as TicketTold)
}

it('everything that can happen to a ticket leaves both screens as a fetch would', async () => {
  const steps: [string, () => Promise<unknown>][] = [
    ['a state', () => change(thandi, { status: 'inProgress' })],
    ['a colleague', () => change(sipho, { assigneeId: sipho.id })],
    [
      'words',
      () => change(thandi, { subject: 'Slow at night', description: 'From 19:00', priority: 'urgent' }),
    ],
    ['a comment', () => comment(sipho, 'Sector is full')],
    ['the end', () => change(sipho, { status: 'resolved', assigneeId: null })],
  ]
  for (const [name, step] of steps) {
    const [stale, staleBoard] = [await fetched(), await board()]
    await step()
    const [fresh, freshBoard] = [await fetched(), await board()]
    for (const screen of screens) {
      const told = await toldTo(screen, lastSeqOf(stale), lastSeqOf(fresh))
      expect(told.reduce(afterTold, stale), name).toEqual(fresh)
      const live = told.reduce((held, one) => boardAfter(held, one, () => true).board, boardOf(staleBoard))
      expect(live, name).toEqual(boardOf(freshBoard))
    }
  }
})

it('a screen that missed something knows, and one question brings it up to date', async () => {
  const stale = await fetched()
  await comment(thandi, 'One')
  await comment(sipho, 'Two')
  await change(sipho, { status: 'closed' })
  const fresh = await fetched()
  const last = (await toldTo(screens[0] as LiveClient, lastSeqOf(stale), lastSeqOf(fresh))).at(
    -1,
  ) as TicketTold
  const behind = afterTold(stale, last)
  expect(isBehind(behind)).toBe(true)
  const missed = await get<{ ticket: TicketRow; items: OpenTicket['events'] }>(
    `/api/tickets/${ticket.id}/events?after=${lastSeqOf(behind)}`,
  )
  expect(afterAsking(behind, missed)).toEqual(fresh)
})

it('a ticket out of nowhere appears on both boards, with its numbers', async () => {
  const stale = boardOf(await board())
  const id = newId()
  await trunkline.call(sipho, 'POST', '/api/tickets', { id, subject: 'New', priority: 'high' })
  const fresh = boardOf(await board())
  for (const screen of screens) {
    const told = await screen.told('ticket', payload => (payload.ticket as TicketRow).id === id)
    expect(boardAfter(stale, told as unknown as TicketTold, () => true).board).toEqual(fresh)
  }
})
