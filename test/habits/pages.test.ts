/** What holds for every page: it reads both ways, and a key means one thing. */
import { describe, expect, test } from 'vitest'
import { actionOf } from '../../ui/src/lib/keys/actions.ts'
import { sourceFiles, textOf } from './source-files.ts'

const files = await textOf(sourceFiles('ui/src').filter(file => !file.endsWith('.test.ts')))

/** Sides of the screen, as classes and in CSS. Start and end turn round with the language. */
const physical = [
  /(?<![\w-])-?(?:m[lr]|p[lr]|left|right|scroll-[mp][lr]|border-[lr]|rounded-(?:[lr]|[tb][lr]))-(?=[\w([])/g,
  /(?<![\w-])(?:border-[lr]|rounded-(?:[lr]|[tb][lr]))(?=[\s'"`])/g,
  /(?<![\w-])(?:text|float|clear|origin)-(?:left|right)\b/g,
  /(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:\s*[-\d.]+(?:px|rem|%)/g,
  /(?<![\w:-])(?:[a-z-]+:)*-?translate-x-(?!1\/2\b)/g,
]

/** Where a side of the screen is meant, each with its reason. */
const allowed: Record<string, string> = {
  'ui/src/lib/session/DemoPeople.svelte': 'the arrow moves the way it points, with a rule for each way',
}

const physicalIn = (text: string) => physical.flatMap(pattern => text.match(pattern) ?? [])

describe('every page reads both ways', () => {
  test.each([
    'ml-2',
    'md:-mr-1',
    'pl-[3px]',
    'left-0',
    'text-right',
    'rounded-l',
    'border-r',
    'translate-x-2',
    'margin-left: 1px',
  ])('%s would be found', words => expect(physicalIn(`class="flex ${words}"`)).not.toEqual([]))

  test.each([
    'ms-2',
    'pe-1',
    'start-0',
    'text-end',
    'rounded-ss-md',
    'border-line',
    '-translate-x-1/2',
    'left over',
    'arrow-left',
  ])('%s would not', words => expect(physicalIn(`class="flex ${words}"`)).toEqual([]))

  test('nothing stands left or right', () => {
    const found = files.flatMap(({ file, text }) => physicalIn(text).map(words => `${file}: ${words}`))
    const outside = found.filter(each => !Object.keys(allowed).some(file => each.startsWith(`${file}: `)))
    expect(outside).toEqual([])
    const used = Object.keys(allowed).filter(file => found.some(each => each.startsWith(`${file}: `)))
    expect(used).toEqual(Object.keys(allowed))
  })
})

describe('keys', () => {
  /** In a call of keys.bind, and on what shows the keys of an action. */
  const bound = /\{\s*keys: '([^']+)',\s*does:/g
  const shown = /<[^>]*?\skeys="([^"]+)"/g
  const found = files.flatMap(({ file, text }) =>
    [...text.matchAll(bound), ...text.matchAll(shown)].map(([, keys = '']) => ({ file, keys })),
  )

  test('that do something are all in the table of actions', () => {
    expect(found.length).toBeGreaterThan(30)
    expect(found.filter(({ keys }) => !actionOf(keys))).toEqual([])
  })
})
