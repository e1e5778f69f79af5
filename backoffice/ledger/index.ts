/** The books: balanced, append-only postings in integer minor units. */
export { balanceOf } from './balance-of.ts'
export { checkCurrency, checkDay, checkMinor, type Money } from './checks.ts'
export { lockBooks } from './lock-books.ts'
export { type EntryLine, postEntry } from './post-entry.ts'
