/** The list of customers as one member sees it: a page in three statements, however long it is. */
import { z } from 'zod'
import {
  type CustomerFacts,
  type CustomerOrder,
  customerFacts,
  listCustomers,
} from '../../backoffice/customers/index.ts'
import type { Tx } from '../../db/client.ts'
import { type CursorKind, cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { moneyOf } from '../context/money-of.ts'
import { type Latest, latestConversations } from './conversations-of.ts'
import type { CustomerPage, CustomerRow, ListFilter } from './customers.api.ts'
import { scopeOf } from './seen-customer.ts'

type Row = z.infer<typeof CustomerRow>

const text = z
  .string()
  .max(400)
  .refine(value => !value.includes('\0'))
const kindOf = (order: CustomerOrder, key: z.ZodType<string>) =>
  cursorOf(`customers by ${order}`, z.tuple([key, z.uuid()]))
const cursors: Record<CustomerOrder, CursorKind<[string, string]>> = {
  name: kindOf('name', text),
  number: kindOf('number', text),
  balance: kindOf('balance', z.string().regex(/^-?\d{1,30}$/)),
  created: kindOf('created', cursorMoment),
}

type Asked = ListFilter & { cursor?: string | undefined; limit: number }

/** Refuses to filter or sort by balance for those who do not see it: the order alone would tell. */
export async function listRows(tx: Tx, who: Who, asked: Asked): Promise<z.infer<typeof CustomerPage>> {
  const descending = asked.sort.startsWith('-')
  const order = asked.sort.replace('-', '') as CustomerOrder
  const seesBalance = may(who, 'fields.balance')
  if (!seesBalance && (order === 'balance' || asked.owing)) {
    throw new Refusal('forbidden', 'This needs the right "fields.balance".')
  }
  const after = cursors[order].read(asked.cursor)
  const found = await listCustomers(tx, {
    filter: {
      q: asked.q,
      standing: asked.status,
      online: asked.online && asked.online === 'yes',
      owing: asked.owing === 'yes',
    },
    scope: scopeOf(who),
    order,
    descending,
    after: after && { key: after[0], id: after[1] },
    limit: asked.limit + 1,
  })
  const page = found.slice(0, asked.limit)
  const last = page.at(-1)
  return {
    items: await rowsOf(
      tx,
      who,
      page.map(each => each.id),
    ),
    next: found.length > asked.limit && last ? cursors[order].write([last.key, last.id]) : null,
  }
}

async function rowsOf(tx: Tx, who: Who, ids: string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  const [facts, latest] = await Promise.all([customerFacts(tx, ids), latestConversations(tx, who, ids)])
  const seesBalance = may(who, 'fields.balance')
  return facts.map(each => rowOf(each, latest.get(each.id), seesBalance))
}

const rowOf = (facts: CustomerFacts, latest: Latest | undefined, seesBalance: boolean): Row => ({
  id: facts.id,
  number: facts.number,
  name: facts.name,
  status: facts.status,
  phone: facts.phone,
  email: facts.email,
  logins: facts.logins,
  plans: facts.plans,
  balance: seesBalance ? moneyOf(facts.balanceMinor, facts.currency) : null,
  lines: { all: facts.lines, online: facts.linesUp },
  openTickets: facts.openTickets,
  lastActivityAt: laterOf(latest?.at ?? null, facts.touchedAt)?.toISOString() ?? null,
  createdAt: facts.createdAt.toISOString(),
})

const laterOf = (one: Date | null, other: Date | null): Date | null =>
  one && other ? (one > other ? one : other) : (one ?? other)
