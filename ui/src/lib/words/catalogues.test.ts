import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Wanted, wordsOf } from '../../../words-marked.ts'
import ar from './ar.json'
import de from './de.json'
import pt from './pt.json'
import type { Catalogue } from './say.ts'

const source = fileURLToPath(new URL('../../', import.meta.url))

/** Pages that speak English for now. What is in a folder that is not named here is there in every language. */
const inEnglish =
  /^(lib\/(access|api-keys|audit|catalogue|docs|join|people|security|sign-in|simulator|tenants|webhooks)\/|lib\/settings\/(?!sections\.ts|Page\.svelte)|routes\/(?!\+|\(app\)\/(\+|inbox\/|settings\/\+)))/

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => /\.(svelte|ts)$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !file.endsWith('schema.ts'))
  .sort()
const all = files.flatMap(file =>
  wordsOf(file, readFileSync(`${source}${file}`, 'utf8')).map(wanted => ({ file, ...wanted })),
)
const workspace = all.filter(({ file }) => !inEnglish.test(file))

const valuesIn = (words: string) => (words.match(/\{\d\}|#/g) ?? []).sort().join(' ')
const formsOf = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories
const edges = (words: string) => [words.startsWith(' '), words.trim() === ''].join()

describe.each<[string, Catalogue]>([
  ['de', de],
  ['pt', pt],
  ['ar', ar],
])('the words in %s', (language, catalogue) => {
  test('are there for everything the workspace says', () => {
    const missing = workspace.filter(({ key }) => !(key in catalogue))
    expect(missing.map(({ file, key }) => `${file}: ${key}`)).toEqual([])
  })

  test('are none that nobody says any more', () => {
    const said = new Set(all.map(({ key }) => key))
    expect(Object.keys(catalogue).filter(key => !said.has(key))).toEqual([])
  })

  test('stand in order, so that a change is easily seen', () => {
    const keys = Object.keys(catalogue)
    expect(keys).toEqual([...keys].sort())
  })

  test('have every value of the English ones', () => {
    const counted = new Map<string, Wanted>(all.map(wanted => [wanted.key, wanted]))
    const wrong = Object.entries(catalogue).filter(([key, theirs]) => {
      if (typeof theirs === 'string') return counted.get(key)?.isCounted || valuesIn(theirs) !== valuesIn(key)
      return !counted.get(key)?.isCounted
    })
    expect(wrong).toEqual([])
  })

  test('have every form of what is counted', () => {
    const wanted = [...formsOf(language)].sort()
    for (const [key, theirs] of Object.entries(catalogue)) {
      if (typeof theirs === 'string') continue
      expect(Object.keys(theirs).sort(), key).toEqual(wanted)
      // Nothing, one and two are words in Arabic; no other form can do without its number.
      const withNumber = wanted.filter(form => !(language === 'ar' && ['zero', 'one', 'two'].includes(form)))
      for (const form of withNumber) expect(theirs[form], `${key}, ${form}`).toContain('#')
    }
  })

  test('are joined to what stands before them as the English ones are', () => {
    const wrong = Object.entries(catalogue).filter(
      ([key, theirs]) => typeof theirs === 'string' && key.startsWith(' ') && edges(key) !== edges(theirs),
    )
    expect(wrong).toEqual([])
  })
})

test('the same English is never counted and said', () => {
  const counted = new Set(all.filter(({ isCounted }) => isCounted).map(({ key }) => key))
  expect(all.filter(({ key, isCounted }) => !isCounted && counted.has(key))).toEqual([])
})
