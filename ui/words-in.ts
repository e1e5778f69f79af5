/**
 * Finds the words of a component's markup and has them looked up in the reader's language. Pure: source in, source out.
 *
 * Words are what stands between the tags, and what stands in the attributes below, also as the outcomes of a condition
 * (`{isOpen ? 'Open' : 'Closed'}`). Nothing else is touched: words in scripts are marked by hand (`say`, `count`), so that
 * no name, key or class is ever taken for words.
 */
import type { AST } from 'svelte/compiler'
import { parse } from 'svelte/compiler'

/** The attributes, of elements and of our components, that people read or hear. */
const attributes = new Set(
  `label title aria-label aria-description aria-roledescription placeholder alt description about text action
  busyWords words what note noun none one many empty failure besideLabel backTo hint cancel confirm heading`.split(
    /\s+/,
  ),
)
/** What these hold is not words. */
const elements = new Set(['code', 'pre', 'script', 'style', 'svg', 'Sample'])

type Edit = { from: number; to: number; by: string }
type Node = { type: string; start: number; end: number; [name: string]: unknown }
type Piece = AST.Text | AST.ExpressionTag

export type Found = {
  /** In English, with {0}, {1} where values stand. */
  words: string[]
  edits: Edit[]
  /** The names that stand for the words without values; they are the same for every instance. */
  names: Map<string, string>
}

const isText = (node: { type: string }): node is AST.Text => node.type === 'Text'
const isPiece = (node: { type: string }): node is Piece => isText(node) || node.type === 'ExpressionTag'
/** One letter alone is a key or a mark. */
const hasLetters = (text: string) => /\p{L}\p{L}/u.test(text)
const collapsed = (text: string) => text.replace(/\s+/g, ' ')

class Finder {
  readonly found: Found = { words: [], edits: [], names: new Map() }
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  /** Code that says these words. */
  #say(words: string, values: string[]): string {
    this.found.words.push(words)
    if (values.length > 0) return `say_(${JSON.stringify(words)}, [${values.join(', ')}])`
    const name = this.found.names.get(words) ?? `words_${this.found.names.size}`
    this.found.names.set(words, name)
    return name
  }

  /** Words and values in a row are one message, so that a language may put the values elsewhere. */
  #row(pieces: Piece[]): void {
    const texts = pieces.filter(isText)
    if (!texts.some(text => hasLetters(text.data))) {
      for (const piece of pieces) if (!isText(piece)) this.#outcomes(piece.expression as unknown as Node)
      return
    }
    const values: string[] = []
    const whole = pieces.map(piece => {
      if (isText(piece)) return piece.data
      values.push(this.#value(piece.expression as unknown as Node))
      return `{${values.length - 1}}`
    })
    const joined = collapsed(whole.join(''))
    const words = joined.trim()
    const [before, after] = [joined.startsWith(' ') ? ' ' : '', joined.endsWith(' ') ? ' ' : '']
    const from = pieces[0]?.start ?? 0
    const to = pieces.at(-1)?.end ?? 0
    // As many lines as before: what is reported of a line is found where it was written.
    const lines = '\n'.repeat(this.source.slice(from, to).split('\n').length - 1)
    this.found.edits.push({ from, to, by: `${before}{${lines}${this.#say(words, values)}}${after}` })
  }

  /** The code of a value, with the words among its own outcomes looked up. */
  #value(node: Node): string {
    const inner = new Finder(this.source)
    inner.found.names = this.found.names
    inner.#outcomes(node)
    this.found.words.push(...inner.found.words)
    return applied(this.source, inner.found.edits, node.start, node.end)
  }

  /** An expression whose outcome is shown as it is: literals there are words. */
  #outcomes(node: Node): void {
    if (node.type === 'ConditionalExpression') {
      this.#outcomes(node.consequent as Node)
      this.#outcomes(node.alternate as Node)
    } else if (node.type === 'LogicalExpression') {
      if (node.operator !== '&&') this.#outcomes(node.left as Node)
      this.#outcomes(node.right as Node)
    } else if (node.type === 'Literal' && typeof node.value === 'string' && hasLetters(node.value)) {
      const { value } = node
      const words = value.trim()
      const [before, after] = value.split(words)
      const said = this.#say(words, [])
      const by = value === words ? said : `\`${before}\${${said}}${after}\``
      this.found.edits.push({ from: node.start, to: node.end, by })
    } else if (node.type === 'TemplateLiteral') this.#template(node)
  }

  #template(node: Node): void {
    const quasis = node.quasis as { value: { cooked: string } }[]
    const inside = node.expressions as Node[]
    if (!quasis.some(({ value }) => hasLetters(value.cooked))) {
      for (const each of inside) this.#outcomes(each)
      return
    }
    const text = quasis.map(({ value }, at) => (at === 0 ? '' : `{${at - 1}}`) + value.cooked).join('')
    const values = inside.map(each => this.#value(each))
    const words = text.trim()
    const [before = '', after = ''] = [/^\s*/.exec(text)?.[0], /\s*$/.exec(text)?.[0]]
    const said = this.#say(words, values)
    const by = text === words ? said : `\`${before}\${${said}}${after}\``
    this.found.edits.push({ from: node.start, to: node.end, by })
  }

  #attribute(attribute: AST.Attribute): void {
    const { value } = attribute
    if (!attributes.has(attribute.name) || value === true) return
    if (!Array.isArray(value)) {
      this.#outcomes(value.expression as unknown as Node)
      return
    }
    if (!value.some(piece => isText(piece) && hasLetters(piece.data))) {
      const [only] = value
      if (value.length === 1 && only && !isText(only)) this.#outcomes(only.expression as unknown as Node)
      return
    }
    const values: string[] = []
    const words = value.map(piece => {
      if (isText(piece)) return piece.data
      values.push(this.#value(piece.expression as unknown as Node))
      return `{${values.length - 1}}`
    })
    const by = `${attribute.name}={${this.#say(collapsed(words.join('')).trim(), values)}}`
    this.found.edits.push({ from: attribute.start, to: attribute.end, by })
  }

  fragment({ nodes }: AST.Fragment): void {
    let row: Piece[] = []
    const close = () => {
      if (row.length > 0) this.#row(row)
      row = []
    }
    for (const node of nodes) {
      if (isPiece(node)) row.push(node)
      else {
        close()
        this.#inside(node as unknown as Node)
      }
    }
    close()
  }

  #inside(node: Node): void {
    if (typeof node.name === 'string' && elements.has(node.name)) return
    const list = Array.isArray(node.attributes)
      ? (node.attributes as (AST.Attribute | AST.SpreadAttribute)[])
      : []
    if (list.some(each => each.type === 'Attribute' && each.name === 'translate')) return
    for (const each of list) if (each.type === 'Attribute') this.#attribute(each)
    for (const name of [
      'fragment',
      'body',
      'consequent',
      'alternate',
      'fallback',
      'pending',
      'then',
      'catch',
    ]) {
      const part = node[name] as AST.Fragment | null | undefined
      if (part?.type === 'Fragment') this.fragment(part)
    }
  }
}

function applied(source: string, edits: Edit[], from: number, to: number): string {
  let [code, at] = ['', from]
  for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
    code += source.slice(at, edit.from) + edit.by
    at = edit.to
  }
  return code + source.slice(at, to)
}

/** The words of a component's markup, and where they stand. */
export function wordsInMarkup(source: string): Found {
  const finder = new Finder(source)
  finder.fragment(parse(source, { modern: true }).fragment)
  return finder.found
}

/** The component with its words looked up; `from` is what its `say` is imported from. Null when it has none. */
export function withWords(source: string, from: string): string | null {
  const { edits, names, words } = wordsInMarkup(source)
  if (words.length === 0) return null
  const root = parse(source, { modern: true })
  const consts = [...names].map(([text, name]) => `const ${name} = say_(${JSON.stringify(text)})`)
  const lines = [`import { inWords as say_ } from ${JSON.stringify(from)}`, ...consts].join('; ')
  const script = root.module as unknown as { content: Node } | null
  if (script) edits.push({ from: script.content.start, to: script.content.start, by: `${lines};` })
  const code = applied(source, edits, 0, source.length)
  // Once for the module, not for every instance: the language stays as long as the page does.
  return script ? code : `<script module lang="ts">${lines}</script>${code}`
}
