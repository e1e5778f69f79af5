import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './source-files.ts'

const run = promisify(execFile)
const migrations = join(root, 'db/migrations')
const journal = async () =>
  JSON.parse(await readFile(join(migrations, 'meta/_journal.json'), 'utf8')) as {
    entries: { idx: number; tag: string; when: number }[]
  }

let copy = ''
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'trunkline-migrations-'))
  await cp(migrations, copy, { recursive: true })
})
afterAll(() => rm(copy, { recursive: true, force: true }))

describe('migrations', () => {
  test('bring the database to exactly what the schema says: nothing is left to generate', async () => {
    const before = await readdir(copy)
    const drizzle = join(root, 'node_modules/drizzle-kit/bin.cjs')
    const flags = ['--dialect=postgresql', '--schema=./db/schema/index.ts', '--casing=snake_case']
    const { stdout } = await run(
      process.execPath,
      [drizzle, 'generate', ...flags, `--out=${relative(root, copy)}`, '--name=forgotten'],
      { cwd: root, timeout: 60_000 },
    )
    const extra = (await readdir(copy)).filter(name => !before.includes(name))
    const sql = await Promise.all(extra.map(name => readFile(join(copy, name), 'utf8')))
    expect(sql.join('\n'), 'run: npx drizzle-kit generate').toBe('')
    expect(stdout).toContain('No schema changes')
  }, 90_000)

  test('are numbered without gaps, each with its place in the journal', async () => {
    const files = (await readdir(migrations)).filter(name => name.endsWith('.sql')).sort()
    const { entries } = await journal()
    expect(files.length).toBeGreaterThan(0)
    expect(entries.map(entry => `${entry.tag}.sql`)).toEqual(files)
    expect(files.map(name => Number(name.slice(0, 4)))).toEqual(files.map((_, index) => index))
  })

  test('are dated in their order, since a database takes only what is newer than its last one', async () => {
    const dates = (await journal()).entries.map(entry => entry.when)
    expect(dates).toEqual([...dates].sort((a, b) => a - b))
    expect(new Set(dates).size).toBe(dates.length)
  })
})
