import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source-files.ts'

const page = await readFile(join(root, 'docs/dependencies.md'), 'utf8')
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

/** Heading of the page -> package, purpose, licence. */
function section(title: string): { name: string; purpose: string; licence: string }[] {
  const text = page.split('\n## ').find(part => part.startsWith(title)) ?? ''
  return text
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .filter(cells => cells.length === 5 && !/^(package|-+)$/.test(cells[1] ?? ''))
    .map(([, name = '', purpose = '', licence = '']) => ({ name, purpose, licence }))
}

const groups = [
  ['In an installation', 'dependencies'],
  ['Only where it fits the machine', 'optionalDependencies'],
  ['While working on Trunkline', 'devDependencies'],
] as const

/** The package states none in its manifest; its LICENSE file is BSD's three clauses. */
const stated: Record<string, string> = { radius: 'BSD-3-Clause' }

/** Licences whose terms Apache-2.0 software may carry without becoming something else. */
const friendly = /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|MPL-2\.0)$/

describe('docs/dependencies.md', () => {
  test.each(groups)('%s: lists every package of "%s" and no other', (title, group) => {
    expect(section(title).map(each => each.name)).toEqual(Object.keys(manifest[group]).sort())
  })

  test('says of every package what it is for', () => {
    const all = groups.flatMap(([title]) => section(title))
    expect(all.length).toBeGreaterThan(40)
    expect(all.filter(each => each.purpose.length < 5)).toEqual([])
  })

  test.each(groups)('%s: names the licences the installed packages state', async title => {
    for (const { name, licence } of section(title)) {
      const text = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8').catch(() => null)
      // Optional packages of other platforms are not here.
      if (text === null && title.startsWith('Only where')) continue
      const { license } = JSON.parse(text ?? '{}') as { license?: string }
      expect({ name, licence }).toEqual({
        name,
        licence: (license ?? stated[name] ?? '').replace(/[()]/g, ''),
      })
      expect(
        licence.split(' OR ').some(each => friendly.test(each)),
        `${name}: ${licence}`,
      ).toBe(true)
    }
  })
})
