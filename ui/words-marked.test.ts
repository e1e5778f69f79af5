import { expect, test } from 'vitest'
import { wordsOf } from './words-marked.ts'

test('words marked in a script, with a number for each value', () => {
  const source = `import { say } from './say.ts'\nexport const text = (who: string) => say\`\${who} took \${2} of this\``
  expect(wordsOf('some-words.ts', source)).toEqual([{ key: '{0} took {1} of this', isCounted: false }])
})

test('what is counted is known by its form for one, and English of two meanings by its sense', () => {
  const source = `[count(n, 'ticket'), count(n, 'one of # chat', 'one of # chats'), sayAs('verb', 'Open')]`
  expect(wordsOf('some-words.ts', source)).toEqual([
    { key: '# ticket', isCounted: true },
    { key: 'one of # chat', isCounted: true },
    { key: 'Open (verb)', isCounted: false },
  ])
})

test('of a component its markup’s too, also what is marked inside an expression', () => {
  const source =
    '<script lang="ts">\nconst a = say`In the script`\n</script>\n<p>In the markup</p>{#if a}<b>{count(n, "note")}</b>{/if}'
  expect(wordsOf('Some.svelte', source).map(({ key }) => key)).toEqual([
    'In the script',
    '# note',
    'In the markup',
  ])
})

test('other calls and templates are not words', () => {
  expect(wordsOf('some.ts', 'console.log("not said"); html`<b>no</b>`; counted.count("a", "b")')).toEqual([])
})
