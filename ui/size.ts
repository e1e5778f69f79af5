/**
 * What each page loads first, as gzip: its scripts and styles with all they import by themselves. Prints the table and
 * fails over budget. What is loaded later (`import()`) counts nowhere. Needs a build (`npm run size` makes one).
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gzip as gzipTo } from 'node:zlib'

type Loads = { imports: string[]; stylesheets: string[] }
type Page = { layouts: (number | undefined)[]; leaf: number }
type Manifest = {
  _: {
    client: Loads
    nodes: (() => Promise<Loads>)[]
    routes: { id: string; page: Page | null }[]
  }
}

const output = join(fileURLToPath(new URL('.', import.meta.url)), '.svelte-kit', 'output')
const gzip = promisify(gzipTo)

/** Kilobytes of 1000 bytes, as budgets are written. */
const shell = { route: '/(app)/inbox/[...view=view]', js: 220, css: 30 }
/** What the page of a conversation may add to that. */
const conversation = { route: '/(app)/inbox/[...view=view]/[id]', more: 40 }

const known = new Map<string, Promise<number>>()

/** Bytes of one built file as it goes over the wire. */
function sizeOf(file: string): Promise<number> {
  let size = known.get(file)
  if (!size) {
    size = readFile(join(output, 'client', file)).then(
      async bytes => (await gzip(bytes, { level: 9 })).length,
    )
    known.set(file, size)
  }
  return size
}

const kilobytesOf = async (files: Iterable<string>): Promise<number> =>
  (await Promise.all([...files].map(sizeOf))).reduce((sum, size) => sum + size, 0) / 1000

type Weight = { id: string; js: number; css: number; scripts: Set<string> }

async function weigh(manifest: Manifest): Promise<Weight[]> {
  const { client, nodes, routes } = manifest._
  const weighOne = async (id: string, page: Page): Promise<Weight> => {
    const parts = [...page.layouts, page.leaf].flatMap(at => (at === undefined ? [] : (nodes[at] ?? [])))
    const loads = [client, ...(await Promise.all(parts.map(load => load())))]
    const scripts = new Set(loads.flatMap(each => each.imports))
    const styles = new Set(loads.flatMap(each => each.stylesheets))
    return { id, js: await kilobytesOf(scripts), css: await kilobytesOf(styles), scripts }
  }
  return Promise.all(routes.flatMap(({ id, page }) => (page ? [weighOne(id, page)] : [])))
}

function pageOf(weights: Weight[], id: string): Weight {
  const found = weights.find(each => each.id === id)
  if (!found) throw new Error(`There is no page ${id}: has it been renamed? Its budget stands in ui/size.ts.`)
  return found
}

async function run(): Promise<void> {
  const address = pathToFileURL(join(output, 'server', 'manifest-full.js')).href
  const { manifest } = (await import(address)) as { manifest: Manifest }
  const weights = await weigh(manifest)
  const first = pageOf(weights, shell.route)
  const thread = pageOf(weights, conversation.route)
  const more = await kilobytesOf([...thread.scripts].filter(file => !first.scripts.has(file)))
  const rows = weights
    .toSorted((a, b) => b.js - a.js)
    .map(({ id, js, css }) => ({ page: id, 'js kB': +js.toFixed(1), 'css kB': +css.toFixed(1) }))
  console.table(rows)
  const budgets = [
    { of: 'scripts of the inbox', kB: first.js, budget: shell.js },
    { of: 'styles of the inbox', kB: first.css, budget: shell.css },
    { of: 'scripts a conversation adds', kB: more, budget: conversation.more },
  ]
  for (const { of, kB, budget } of budgets) {
    console.log(`${kB <= budget ? 'ok      ' : 'TOO BIG '}${of}: ${kB.toFixed(1)} of ${budget} kB`)
  }
  if (budgets.some(({ kB, budget }) => kB > budget)) process.exitCode = 1
}

await run()
