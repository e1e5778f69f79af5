import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rooms, root } from './source-files.ts'

const rulesFile = join(root, '.dependency-cruiser.cjs')
const rules = createRequire(import.meta.url)(rulesFile) as { forbidden: { name: string }[] }

/** One small house with every wall knocked through once: file -> what it imports, and the rule that must say so. */
const planted: Record<string, { imports: string; rule: string }[]> = {
  'backoffice/billing/index.ts': [{ imports: '../ledger/post-entry.ts', rule: 'modules-by-their-index' }],
  'backoffice/ledger/index.ts': [{ imports: '../../channels/channel.ts', rule: 'backoffice-tells-nobody' }],
  'backoffice/ledger/post-entry.ts': [],
  'backoffice/tickets/one.ts': [{ imports: './two.ts', rule: 'no-cycles' }],
  'backoffice/tickets/two.ts': [{ imports: './one.ts', rule: 'no-cycles' }],
  'backoffice/tickets/alone.ts': [{ imports: '', rule: 'no-orphans' }],
  'backoffice/tickets/lost.ts': [{ imports: './gone.ts', rule: 'imports-resolve' }],
  'channels/channel.ts': [{ imports: '../platform/log.ts', rule: 'channels-contract-stands-alone' }],
  'channels/samples.ts': [],
  'channels/sms/index.ts': [
    { imports: '../../db/client.ts', rule: 'channels-are-pure-translators' },
    { imports: '../samples.ts', rule: 'samples-shape-is-for-samples' },
  ],
  'channels/sms/send.ts': [],
  'db/client.ts': [{ imports: '../platform/log.ts', rule: 'db-stands-alone' }],
  'db/seed/index.ts': [
    { imports: '../../backoffice/ledger/post-entry.ts', rule: 'db-seed-fills-through-verbs' },
    { imports: '../../backoffice/ledger/post-entry.ts', rule: 'modules-by-their-index-from-outside' },
  ],
  'hub/demo/open-demo.ts': [{ imports: '../../test/database.ts', rule: 'demo-takes-fakes-only' }],
  'hub/inboxes/form.ts': [
    { imports: '../../channels/sms/send.ts', rule: 'hub-never-names-a-channel' },
    { imports: '../../channels/sms/send.ts', rule: 'adapters-by-their-index' },
    { imports: '../../db/seed/index.ts', rule: 'only-the-start-and-tests-seed' },
    { imports: '../../test/fakes/twilio.ts', rule: 'fakes-are-for-proofs-and-the-demo' },
    { imports: '../../ui/src/page.ts', rule: 'hub-is-below-the-screen' },
    { imports: 'dev-only', rule: 'product-without-dev-dependencies' },
  ],
  'platform/log.ts': [{ imports: '../hub/inboxes/form.ts', rule: 'platform-knows-only-db' }],
  'test/database.ts': [],
  'test/fakes/twilio.ts': [{ imports: 'dev-only', rule: 'fakes-without-dev-dependencies' }],
  'ui/src/page.ts': [{ imports: '../../hub/inboxes/form.ts', rule: 'screens-see-only-the-api' }],
  // What tests may do: nothing of this is reported.
  'db/client.test.ts': [
    { imports: '../test/database.ts', rule: '' },
    { imports: '../hub/inboxes/form.ts', rule: '' },
    { imports: 'dev-only', rule: '' },
  ],
}

type Violation = { rule: { name: string }; from: string; to: string }

let house = ''
beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'trunkline-arrows-'))
  await put('package.json', JSON.stringify({ type: 'module', devDependencies: { 'dev-only': '1.0.0' } }))
  await put('node_modules/dev-only/package.json', JSON.stringify({ name: 'dev-only', main: 'index.js' }))
  await put('node_modules/dev-only/index.js', 'module.exports = 1\n')
  await put('tsconfig.json', JSON.stringify({ compilerOptions: { allowImportingTsExtensions: true } }))
  await put('bench/run.ts', "import '../test/database.ts'\n")
  for (const [file, violations] of Object.entries(planted)) {
    const imports = new Set(violations.map(each => each.imports).filter(Boolean))
    await put(file, `${[...imports].map(path => `import '${path}'\n`).join('')}export const here = 1\n`)
  }
}, 30_000)
afterAll(() => rm(house, { recursive: true, force: true }))

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true })
  await writeFile(join(house, file), text)
}

/** What the rules say about the planted house, as "rule: file". */
async function violations(): Promise<string[]> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const text = await new Promise<string>((resolve, reject) =>
    // It leaves with the number of violations, which is what this test wants.
    execFile(
      process.execPath,
      [cruiser, '--config', rulesFile, '--output-type', 'json', ...rooms],
      { cwd: house, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => (stdout ? resolve(stdout) : reject(error ?? new Error(stderr))),
    ),
  )
  const { summary } = JSON.parse(text) as { summary: { violations: Violation[] } }
  return [...new Set(summary.violations.map(each => `${each.rule.name}: ${each.from}`))].sort()
}

describe('the arrows of the house', () => {
  test('each rule reports the one import that breaks it, and nothing else', async () => {
    const expected = Object.entries(planted).flatMap(([file, each]) =>
      each.filter(({ rule }) => rule !== '').map(({ rule }) => `${rule}: ${file}`),
    )
    const found = await violations()
    // Knocking walls through makes rings; which file of a ring is named first is the tool's choice.
    const rings = found.filter(line => line.startsWith('no-cycles'))
    expect(rings.length).toBeGreaterThan(0)
    const rest = (lines: string[]) => lines.filter(line => !line.startsWith('no-cycles')).sort()
    expect(rest(found)).toEqual(rest(expected))
  }, 90_000)

  test('every rule has an import that breaks it', () => {
    const broken = new Set(Object.values(planted).flatMap(each => each.map(({ rule }) => rule)))
    expect(rules.forbidden.map(rule => rule.name).filter(name => !broken.has(name))).toEqual([])
  })
})
