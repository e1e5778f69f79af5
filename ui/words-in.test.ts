import { compile } from 'svelte/compiler'
import { describe, expect, test } from 'vitest'
import { withWords, wordsInMarkup } from './words-in.ts'

const words = (source: string) => wordsInMarkup(source).words
const built = (source: string) => withWords(source, './say.ts') ?? source

describe('words of markup', () => {
  test('are what stands between tags and in the attributes people read or hear', () => {
    const source = `<p title="Late by far">Nothing <b>new</b> here</p><Field label="Your name" placeholder="First, last" />`
    expect(words(source)).toEqual(['Late by far', 'Nothing', 'new', 'here', 'Your name', 'First, last'])
  })

  test('are one message with the values among them', () => {
    expect(words('<p>{name} has {count(n, "ticket")} since {day}.</p>')).toEqual(['{0} has {1} since {2}.'])
    expect(words('<i aria-label="Remove {label.name}"></i>')).toEqual(['Remove {0}'])
    expect(words('<i title={`Remove $' + '{label.name}`}></i>')).toEqual(['Remove {0}'])
  })

  test('are the outcomes of a condition, also inside a message', () => {
    expect(words(`<b>{isOpen ? 'Close it' : 'Open it'}</b>`)).toEqual(['Close it', 'Open it'])
    expect(words(`<b>{name ?? 'Somebody'}</b>`)).toEqual(['Somebody'])
    expect(words(`<b>By {name ?? 'somebody'}</b>`)).toEqual(['somebody', 'By {0}'])
    expect(words(`<b>{isLate && 'Too late'}</b>`)).toEqual(['Too late'])
  })

  test('are found in every branch, loop, await and snippet', () => {
    const source = `{#if a}One thing{:else if b}Two things{:else}Three things{/if}
      {#each all as each}Of many{:else}Of none{/each}
      {#await it}While waiting{:then}When there{:catch}When not{/await}
      {#key a}With key{/key}{#snippet row()}In a snippet{/snippet}<Box>{#snippet title()}Of a box{/snippet}</Box>`
    expect(words(source)).toEqual(
      `One thing|Two things|Three things|Of many|Of none|While waiting|When there|When not|With key|In a snippet|Of a box`.split(
        '|',
      ),
    )
  })

  test('with their space around them stay apart from what stands beside', () => {
    expect(built('<p>Written by <b>{name}</b> today</p>')).toMatch(
      /<p>\{words_0\} <b>\{name\}<\/b> \{words_1\}<\/p>/,
    )
    expect(words(`<p>{a}{b ? ' and more' : ''}</p>`)).toEqual(['and more'])
    expect(built(`<p>{a}{b ? ' and more' : ''}</p>`)).toContain('` $' + '{words_0}`')
  })
})

describe('never taken for words', () => {
  test('are names, classes, keys, addresses and the values of other attributes', () => {
    const source = `<a class="text soft" href="/inbox/open" data-kind="reply" id="some id" rel="no opener" onclick={() => go('there now')}>{name}</a>
      <Button look="primary" keys="Mod+k" type="button" {label} {...rest} />`
    expect(words(source)).toEqual([])
    expect(withWords(source, './say.ts')).toBeNull()
  })

  test('are what is compared, called and looked up', () => {
    expect(words(`<p>{kind === 'some kind' ? name : other['the key']}{find('a thing')}</p>`)).toEqual([])
    expect(
      words(`{#if kind === 'some kind'}{name}{/if}{#each list('all of them') as one}{one}{/each}`),
    ).toEqual([])
  })

  test('are code, styles, single letters, marks and what says it is not to be translated', () => {
    const source = `<code>npm start</code><pre>as it is</pre><svg><title>Some mark</title></svg>
      <kbd>K</kbd><i>·</i><b>{a} / {b}</b><p translate="no">Kept as it is</p>
      <style>p { color: red }</style>`
    expect(words(source)).toEqual([])
  })

  test('are words in scripts: those are marked by hand', () => {
    const script = `<script lang="ts">const kind = 'not for people'\nlet label = $state('Some words')</script>`
    expect(withWords(`${script}<p>{label}</p>`, './say.ts')).toBeNull()
    expect(built(`${script}<p>Read me</p>`)).toContain(script)
  })
})

describe('the built component', () => {
  const source = `<script lang="ts">
let { name, isOpen = false }: { name: string; isOpen?: boolean } = $props()
</script>

<section aria-label="About {name}">
  <p>
    Written
    by {name}
  </p>
  <button title={isOpen ? 'Close it' : 'Open it'}>Open it</button>
</section>`

  test('has every line where it was', () => {
    const lines = built(source).split('\n')
    expect(lines.length).toBe(source.split('\n').length)
    expect(lines.findIndex(line => line.includes('<button'))).toBe(
      source.split('\n').findIndex(line => line.includes('<button')),
    )
  })

  test('looks words without values up once for all of its instances', () => {
    const code = built(source)
    expect(code).toMatch(/^<script module lang="ts">.*const words_\d = say_\("Open it"\).*<\/script>/)
    expect(code.match(/say_\("Open it"\)/g)).toHaveLength(1)
    expect(code).toContain('say_("Written by {0}", [name])')
  })

  test('has one script of the module, also where there is one already', () => {
    const code = built(
      `<script module lang="ts">\nexport const size = 3\n</script>\n<script lang="ts"></script>\n<p>Some words</p>`,
    )
    expect(code.match(/<script module/g)).toHaveLength(1)
    expect(code).toMatch(/say_\("Some words"\);\s*export const size = 3/)
  })

  test('compiles', () => {
    const { warnings } = compile(built(source), { filename: 'Some.svelte', generate: 'client' })
    expect(warnings).toEqual([])
  })
})
