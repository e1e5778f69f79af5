/** What somebody typed into the search field, read. Pure, and made for anything: no text throws. */
import { applyOperator, type Filters, noFilters } from './operators.ts'

export type Search = {
  /** Words and quoted phrases that must all occur in a message. */
  terms: string[]
  /** The last word may go on: it was being typed. */
  lastIsBeginning: boolean
  filters: Filters
  /** The text without operators, as it may be an identifier. */
  plain: string
  /** What could not be understood, in words. */
  problems: string[]
}

const longest = 200
const mostTerms = 12
/** `name:value`, `name:"two words"`, `"a phrase"` or a word. */
const token = /([A-Za-z]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)/gu
/** Letters and colons that are no operator: addresses of the web and of devices. */
const noOperator = /^(?:[a-z]+:\/\/|[\da-f]{0,4}:[\da-f:./]*$)/i

export function parseSearch(text: string): Search {
  const clean = text
    .slice(0, longest)
    .replace(/\0|\p{Surrogate}/gu, ' ')
    .trim()
  const search: Search = { terms: [], lastIsBeginning: false, filters: noFilters(), plain: '', problems: [] }
  const plain: string[] = []
  for (const match of clean.matchAll(token)) {
    const [whole, name, quoted, value, phrase, word] = match
    if (name !== undefined && !noOperator.test(whole)) {
      const problem = applyOperator(search.filters, name.toLowerCase(), (quoted ?? value ?? '').trim())
      if (problem) search.problems.push(problem)
      search.lastIsBeginning = false
      continue
    }
    const term = (phrase ?? word ?? whole).trim()
    if (term === '') continue
    plain.push(term)
    search.terms.push(term)
    search.lastIsBeginning = phrase === undefined
  }
  if (search.terms.length > mostTerms) {
    search.problems.push(`Only the first ${mostTerms} words are looked for.`)
    search.terms = search.terms.slice(0, mostTerms)
    search.lastIsBeginning = false
  }
  return { ...search, plain: plain.join(' ') }
}

/** Whether anything narrows the search beside its words. */
export const isFiltered = ({
  from,
  channel,
  label,
  assignee,
  is,
  before,
  after,
  hasFile,
}: Filters): boolean =>
  [from, channel, label, assignee, is].some(list => list.length > 0) ||
  before !== null ||
  after !== null ||
  hasFile
