/** Finds the words that are marked by hand: say`…`, sayAs('verb', '…') and count(n, '…', '…'). Pure. */
import { parse } from 'svelte/compiler'
import { wordsInMarkup } from './words-in.ts'

type Node = { type: string; [name: string]: unknown }

/** What a catalogue has to have: words, or the forms of what is counted. */
export type Wanted = { key: string; isCounted: boolean }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function* within(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* within(each)
  else if (isNode(value)) {
    yield value
    for (const [name, part] of Object.entries(value)) if (name !== 'metadata') yield* within(part)
  }
}

const nameOf = (node: unknown) => (isNode(node) && node.type === 'Identifier' ? String(node.name) : '')
const textsOf = (nodes: Node[]) =>
  nodes.map(node => (node.type === 'Literal' && typeof node.value === 'string' ? node.value : null))

function templateOf(node: Node): string {
  const quasis = (node.quasi as Node).quasis as { value: { cooked: string } }[]
  return quasis.map(({ value }, at) => (at === 0 ? '' : `{${at - 1}}`) + value.cooked).join('')
}

function calledFor(node: Node): Wanted[] {
  const name = nameOf(node.callee)
  const texts = textsOf(node.arguments as Node[])
  if (name === 'sayAs' && texts[0] && texts[1])
    return [{ key: `${texts[1]} (${texts[0]})`, isCounted: false }]
  if (name !== 'count' || !texts[1]) return []
  return [{ key: texts[1].includes('#') ? texts[1] : `# ${texts[1]}`, isCounted: true }]
}

/** All words of a file of the app: of a component its markup's too. */
export function wordsOf(file: string, text: string): Wanted[] {
  const isComponent = file.endsWith('.svelte')
  const root = parse(isComponent ? text : `<script lang="ts">${text}</script>`, { modern: true })
  const marked = [...within([root.instance, root.module, root.fragment])].flatMap(node => {
    if (node.type === 'CallExpression') return calledFor(node)
    const isSaid = node.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'say'
    return isSaid ? [{ key: templateOf(node), isCounted: false }] : []
  })
  const shown = isComponent ? wordsInMarkup(text).words.map(key => ({ key, isCounted: false })) : []
  return [...marked, ...shown]
}
