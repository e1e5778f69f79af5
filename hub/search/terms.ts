/** The words of a search as the database folds them, and by which of them to look. */
import type { Tx } from '../../db/client.ts'
import type { Search } from './parse-search.ts'

/** By equality, or from a beginning to its end, as an index on `word` answers both. */
export type Driver = { from: string; to: string | null; isCommon: boolean }

export type Terms = {
  /** tsquery that a message must match. */
  query: string
  /** Folded words, for showing where they stand; the beginning apart. */
  words: string[]
  beginning: string | null
}

/** Above this a word is common: whatever is looked for by it is walked latest first, never gathered and sorted. */
export const common = 1_000

/** The words of each text as the database folds them; a text of punctuation alone has none. */
export async function foldWords(tx: Tx, texts: string[]): Promise<string[][]> {
  const { rows } = await tx.query<{ words: string[] }>(
    {
      name: 'search-fold',
      text: `SELECT ARRAY(SELECT search_words(to_tsvector('pg_catalog.simple'::regconfig, search_text(t.raw)))) AS words
        FROM unnest($1::text[]) WITH ORDINALITY AS t(raw, at) ORDER BY t.at`,
    },
    [texts],
  )
  return rows.map(row => row.words)
}

/** Null when there is no word to look for. */
export async function readTerms(tx: Tx, search: Search): Promise<Terms | null> {
  if (search.terms.length === 0) return null
  const { rows } = await tx.query<{ query: string; words: string[] }>(
    {
      name: 'search-terms',
      text: `SELECT phraseto_tsquery('pg_catalog.simple'::regconfig, search_text(t.term))::text AS query,
          ARRAY(SELECT search_words(to_tsvector('pg_catalog.simple'::regconfig, search_text(t.term)))) AS words
        FROM unnest($1::text[]) WITH ORDINALITY AS t(term, at) ORDER BY t.at`,
    },
    [search.terms],
  )
  const last = rows.at(-1)
  const only = search.lastIsBeginning && last?.words.length === 1 ? (last.words[0] ?? null) : null
  const isBeginning = only !== null && last?.query === `'${only}'`
  const queries = rows.filter(row => row.query !== '').map(row => row.query)
  if (isBeginning) queries.push(`${queries.pop()}:*`)
  const words = (isBeginning ? rows.slice(0, -1) : rows).flatMap(row => row.words)
  if (words.length === 0 && !isBeginning) return null
  return {
    query: queries.map(query => `(${query})`).join(' & '),
    words: [...new Set(words)],
    beginning: isBeginning ? only : null,
  }
}

/** After every word that goes on from a beginning. */
export const lastCharacter = '\u{10ffff}'

/** The rarest of the words; counting stops where a word is known to be common. */
export async function chooseDriver(tx: Tx, { words, beginning }: Terms): Promise<Driver> {
  const counted: { driver: Driver; count: number }[] = []
  for (const from of words) counted.push(await counting(tx, from, null))
  const rarest = counted.sort((a, b) => a.count - b.count)[0]
  if (beginning === null || (rarest && rarest.count < 100)) {
    if (!rarest) throw new Error('a search without words has no driver')
    return rarest.driver
  }
  const began = await counting(tx, beginning, beginning + lastCharacter)
  return rarest && rarest.count <= began.count ? rarest.driver : began.driver
}

async function counting(tx: Tx, from: string, to: string | null) {
  const { rows } = await tx.query<{ count: number }>(
    to === null
      ? {
          name: 'search-count-word',
          text: 'SELECT count(*)::int AS count FROM (SELECT 1 FROM message_words WHERE word = $1 LIMIT $2) few',
        }
      : {
          name: 'search-count-beginning',
          text: `SELECT count(*)::int AS count
            FROM (SELECT 1 FROM message_words WHERE word >= $1 AND word < $3 LIMIT $2) few`,
        },
    to === null ? [from, common] : [from, common, to],
  )
  const count = rows[0]?.count ?? 0
  return { driver: { from, to, isCommon: count >= common }, count }
}

const mostWords = 100

/** The words that begin so, hopping from one to the next; null when there are too many to look by. */
export async function wordsBeginning(tx: Tx, driver: Driver): Promise<string[] | null> {
  const { rows } = await tx.query<{ word: string }>(
    {
      name: 'search-words-beginning',
      text: `WITH RECURSIVE hops AS (
          (SELECT word FROM message_words WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 1)
          UNION ALL
          SELECT (SELECT w.word FROM message_words w WHERE w.word > h.word AND w.word < $2 ORDER BY w.word LIMIT 1)
          FROM hops h WHERE h.word IS NOT NULL
        ) SELECT word FROM hops WHERE word IS NOT NULL LIMIT $3`,
    },
    [driver.from, driver.to, mostWords + 1],
  )
  return rows.length > mostWords ? null : rows.map(row => row.word)
}
