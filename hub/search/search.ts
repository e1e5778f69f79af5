/** One search: identifiers first, then conversations, latest first. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findByName, findByOperators } from './find-conversations.ts'
import { findExact } from './find-exact.ts'
import { findByMessages } from './find-messages.ts'
import { isFiltered, parseSearch, type Search } from './parse-search.ts'
import { type Ask, cursors, isLater, latestFirst, type Place, type Row } from './place.ts'
import type { SearchAnswer, SearchHit, searchQuery } from './search.api.ts'
import { snippetOf } from './snippet.ts'
import { foldWords, readTerms } from './terms.ts'

type Answer = z.infer<typeof SearchAnswer>
type Page = { rows: Row[]; next: Place | null; problem: string | null }

const longestMs = 5_000

/** What a search could not finish in 5 s is refused in words instead of holding up the others. */
export async function search(
  tx: Tx,
  who: Who,
  query: z.infer<typeof searchQuery>,
  now: Date,
): Promise<Answer> {
  const position = cursors.read(query.cursor)
  await tx.query(`SET LOCAL statement_timeout = ${longestMs}`)
  try {
    return await answer(tx, who, query, position ?? [now.toISOString(), null, null])
  } catch (error) {
    if ((error as { code?: string }).code !== '57014') throw error
    throw new Refusal('invalid', 'This search takes too long. Add a word, or a day with after: or before:.')
  }
}

async function answer(
  tx: Tx,
  who: Who,
  query: z.infer<typeof searchQuery>,
  [asOf, at, id]: [string, string, string] | [string, null, null],
): Promise<Answer> {
  const read = parseSearch(query.q)
  const barred = whatIsBarred(read, who)
  if (barred) return { exact: [], items: [], next: null, problems: [...read.problems, barred] }
  if (read.terms.length > 0 && !read.terms.some(isLongEnough))
    return { exact: [], items: [], next: null, problems: [...read.problems, 'Type two letters or more.'] }
  const terms = await readTerms(tx, read)
  const [names = [], ...from] = await foldWords(tx, [read.terms.join(' '), ...read.filters.from])
  const ask: Ask = {
    who,
    terms,
    filters: read.filters,
    names,
    from,
    asOf,
    after: at === null ? null : { at, id },
    limit: query.limit,
  }
  const page = await pageOf(tx, ask)
  return {
    exact: at === null && !isFiltered(read.filters) ? await findExact(tx, who, read.plain) : [],
    items: page.rows.map(row => hitOf(row, ask)),
    next: page.next && cursors.write([asOf, page.next.at, page.next.id]),
    problems: page.problem ? [...read.problems, page.problem] : read.problems,
  }
}

/** Operators about customers are for those who may see customers and what they owe. */
function whatIsBarred({ filters }: Search, who: Who): string | null {
  if (filters.is.includes('unpaid') && !(may(who, 'customers.read') && may(who, 'fields.balance')))
    return 'is:unpaid needs the right to see what customers owe.'
  if (filters.is.includes('offline') && !may(who, 'customers.read'))
    return 'is:offline needs the right to see customers.'
  return null
}

/** One letter is in every name; one character of other scripts may be a word. */
const isLongEnough = (word: string) => word.length > 1 || word > '\u02ff'

async function pageOf(tx: Tx, ask: Ask): Promise<Page> {
  const { terms } = ask
  if (ask.names.length === 0) {
    if (!isFiltered(ask.filters)) return { rows: [], next: null, problem: null }
    return cut(await findByOperators(tx, ask), null, ask.limit)
  }
  const named = await findByName(tx, ask)
  if (!terms) return cut(named, null, ask.limit)
  const { rows, reached, tooMany } = await findByMessages(tx, ask, terms)
  // Names that stand before where the messages were walked to would come out of order: they wait for their page.
  const all = [...rows, ...named].filter(row => reached === null || !isLater(reached, row)).sort(latestFirst)
  const problem =
    tooMany && `Very many words begin with “${tooMany}”: messages with that very word are shown.`
  return { ...cut(all, reached, ask.limit), problem }
}

function cut(rows: Row[], reached: Place | null, limit: number): Page {
  const page = rows.slice(0, limit)
  return { rows: page, next: rows.length > limit ? (page.at(-1) ?? null) : reached, problem: null }
}

const hitOf = (row: Row, { terms, names }: Ask): z.infer<typeof SearchHit> => ({
  conversationId: row.conversationId,
  messageId: terms ? row.id : null,
  contact: { id: row.contactId, name: row.contactName },
  subject: row.subject,
  status: row.status,
  channel: row.channel,
  at: row.at,
  direction: row.direction,
  author: row.author,
  parts: snippetOf(row.text || row.subject || '', terms?.words ?? names, terms?.beginning ?? null),
})
