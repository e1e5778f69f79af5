/** The list of tickets, the board and the file: the same tickets, found, ordered and counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { TicketBoard, TicketRow } from '../../ui/src/lib/api/types.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let sipho: Member

type Page = { items: TicketRow[]; next: string | null }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  sipho = await trunkline.member({ name: 'Sipho' })
})
afterAll(() => trunkline.close())

const open = async (subject: string, more: Record<string, unknown> = {}): Promise<TicketRow> =>
  (await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', { id: newId(), subject, ...more })).body
const give = ({ id, lastSeq }: TicketRow, assigneeId: string) =>
  trunkline.call(thandi, 'PATCH', `/api/tickets/${id}`, { change: { assigneeId }, lastSeq })
const list = async (as: Member, query: string) =>
  (await trunkline.call<Page>(as, 'GET', `/api/tickets?${query}`)).body

describe('the list', () => {
  it('finds by number and words, filters, and pages without a gap in every order', async () => {
    const many: TicketRow[] = []
    for (const priority of ['low', 'urgent', 'normal', 'high', 'urgent'])
      many.push(await open(`Cable of ${priority} 100%`, { priority }))
    const [low, urgent] = many as [TicketRow, TicketRow]
    expect((await list(thandi, `q=%23${low.number}`)).items.map(({ id }) => id)).toContain(low.id)
    expect((await list(thandi, 'q=100%25%20CABLE')).items).toHaveLength(5)
    expect((await list(thandi, 'q=cable%20nowhere')).items).toEqual([])
    await give(urgent, sipho.id)
    const idsOf = async (as: Member, query: string) =>
      (await list(as, `q=cable&${query}`)).items.map(({ id }) => id)
    expect(await idsOf(sipho, 'assignee=me')).toEqual([urgent.id])
    expect(await idsOf(sipho, 'assignee=none&priority=urgent')).toEqual([many[4]?.id])
    expect(await idsOf(sipho, 'status=pending,closed')).toEqual([])
    expect(await idsOf(sipho, 'age=week')).toHaveLength(5)
    expect(await idsOf(sipho, 'age=older')).toEqual([])
    for (const sort of ['created', '-created', 'priority', '-priority', 'updated', '-updated']) {
      const whole = await idsOf(thandi, `sort=${sort}`)
      const paged: string[] = []
      for (let next: string | null = ''; next !== null; ) {
        const page = await list(thandi, `q=cable&sort=${sort}&limit=2${next && `&cursor=${next}`}`)
        paged.push(...page.items.map(({ id }) => id))
        next = page.next
      }
      expect(paged, sort).toEqual(whole)
      expect(new Set(whole).size, sort).toBe(5)
    }
    const priorities = (await list(thandi, 'q=cable')).items.map(({ priority }) => priority)
    expect(priorities).toEqual(['urgent', 'urgent', 'high', 'normal', 'low'])
    expect((await trunkline.call(thandi, 'GET', '/api/tickets?cursor=nonsense')).status).toBe(422)
    expect((await trunkline.call(thandi, 'GET', '/api/tickets?status=broken')).status).toBe(422)
  })

  it('the board has every state with its number and its cards, and the numbers are those of the list', async () => {
    const { body } = await trunkline.call<TicketBoard>(thandi, 'GET', '/api/tickets/board?q=cable')
    expect(body.columns.map(({ status, count }) => [status, count])).toEqual([
      ['acknowledged', 5],
      ...['inProgress', 'pending', 'held', 'resolved', 'closed', 'cancelled', 'rejected'].map(state => [
        state,
        0,
      ]),
    ])
    expect(body.columns[0]?.items).toEqual((await list(thandi, 'q=cable&status=acknowledged')).items)
    const counts = await trunkline.call<{ mine: number }>(sipho, 'GET', '/api/tickets/counts')
    expect(counts.body.mine).toBe((await list(sipho, 'assignee=me&status=open')).items.length)
  })

  it('as a file holds the same, and no cell runs as a formula', async () => {
    await open('=1+1 cable')
    const answer = await fetch(`${trunkline.url}/api/tickets/export?q=cable`, {
      headers: { cookie: thandi.cookie },
    })
    expect(answer.headers.get('content-disposition')).toContain('tickets.csv')
    const lines = (await answer.text()).trim().split('\r\n')
    expect(lines[0]).toBe('number,subject,state,priority,customer,assignee,created_at,updated_at,resolved_at')
    expect(lines).toHaveLength(7)
    expect(lines[1]).toContain(`"'=1+1 cable"`)
  })
})
