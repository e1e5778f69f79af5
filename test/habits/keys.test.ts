/** Every key a page binds stands in the one table of keys: there it can be changed, and means the same everywhere. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actions } from '../../ui/src/lib/keys/actions.ts'

const root = 'ui/src'
const bound = /\bkeys: '([^']+)',\s*does:/g

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  file => /\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('keys/actions.ts'),
)

it('no page binds a key the table does not know', () => {
  const known = new Set(actions.map(action => action.keys))
  const found = files.flatMap(file =>
    [...readFileSync(join(root, file), 'utf8').matchAll(bound)].map(match => ({
      file,
      keys: match[1] ?? '',
    })),
  )
  expect(found.length).toBeGreaterThan(30)
  expect(found.filter(({ keys }) => !known.has(keys))).toEqual([])
})
