/** Every component in every state, in each look and both ways, and nobody is shut out by any of them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faintText, violations } from '../axe.ts'
import { root, sourceFiles } from '../habits/source-files.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let page: Page

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  page = await signedInPage(trunkline, await trunkline.member({ name: 'Nomsa Dube' }))
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const visit = async (look: string) => {
  await page.goto(`${trunkline.url}/catalogue?${look}`)
  await page.getByRole('heading', { name: 'RecordsPage' }).waitFor()
}
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const looks = ['light', 'dark', 'contrast'].flatMap(theme => ['ltr', 'rtl'].map(dir => ({ theme, dir })))

it('it shows every component there is', async () => {
  await visit('theme=light')
  const headings = await page.getByRole('heading', { level: 3 }).allTextContents()
  const components = sourceFiles('ui/src/lib/design', 'ui/src/lib/records').flatMap(
    file => /([A-Za-z]+)\.svelte$/.exec(file)?.[1] ?? [],
  )
  expect(components.length).toBeGreaterThan(25)
  expect(components.filter(name => !headings.includes(name))).toEqual([])
})

describe.each(sizes)('at $width pixels', size => {
  it.each(looks)(
    'in $theme, $dir: no violation of WCAG 2.2 AA, and nothing is wider than the screen',
    async ({ theme, dir }) => {
      await page.setViewportSize(size)
      await visit(`theme=${theme}&dir=${dir}`)
      expect(await page.locator('html').getAttribute('dir')).toBe(dir)
      expect(await violations(page)).toEqual([])
      const overflow = `Math.max(...[document.documentElement, document.querySelector('main > .overflow-y-auto')].map(box => box.scrollWidth - box.clientWidth))`
      expect(await page.evaluate(overflow)).toBe(0)
    },
  )
})

it.each(['light', 'dark'] as const)(
  'high contrast over %s: text stands out 7:1 at least',
  async colorScheme => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await visit('theme=contrast')
    expect(await violations(page)).toEqual([])
    expect(await faintText(page)).toEqual([])
  },
)

it('what the system asks for is worn without a choice: more contrast, less motion', async () => {
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' })
  await visit('theme=light')
  await page.locator('html[data-contrast="more"][data-theme="light"]').waitFor()
  expect(await faintText(page)).toEqual([])
  const longest = `Math.max(...document.getAnimations().map(each => each.effect.getComputedTiming().activeDuration), 0)`
  expect(await page.evaluate(longest)).toBeLessThan(1)
  await page.emulateMedia({ contrast: 'no-preference' })
  await page.locator('html:not([data-contrast])').waitFor()
})

it('where the system paints in its own colours, what is chosen, turned on and stood on is still seen', async () => {
  await page.emulateMedia({ forcedColors: 'active' })
  await visit('theme=light')
  const shape = async (of: string) =>
    (await page.evaluate(`(() => {
      const { outlineStyle, outlineWidth, backgroundColor } = getComputedStyle(document.querySelector(${JSON.stringify(of)}))
      return { outlineStyle, outlineWidth, backgroundColor }
    })()`)) as Record<string, string>
  expect(await shape('[aria-pressed="true"]')).toMatchObject({ outlineStyle: 'solid', outlineWidth: '2px' })
  expect(await shape('[data-highlighted]')).toMatchObject({ outlineStyle: 'solid', outlineWidth: '2px' })
  const on = await shape('[role=switch]:checked + span')
  const off = await shape('[role=switch]:not(:checked) + span')
  expect(on.backgroundColor).not.toBe(off.backgroundColor)
  await page.emulateMedia({ forcedColors: 'none' })
})

it('rows are 56, 40 or 32 pixels high', async () => {
  for (const [density, height] of [
    ['comfortable', 56],
    ['normal', 40],
    ['compact', 32],
  ] as const) {
    await visit(`density=${density}`)
    const row = page.getByRole('table', { name: 'People' }).getByRole('row').nth(1)
    // The line above a row is its own.
    expect((await row.boundingBox())?.height, density).toBeCloseTo(height, -0.5)
  }
})

it('the switches on top are kept in the address, and taken off on the way out', async () => {
  await visit('theme=dark')
  await page.getByLabel('Direction').selectOption('rtl')
  await page.waitForURL(/dir=rtl/)
  await page.locator('html[dir="rtl"][data-theme="dark"]').waitFor()
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.locator('html[dir="ltr"]:not([data-theme])').waitFor()
})

it.each(['Open a dialog', 'Open a wide one', 'Open a form', 'Remove…', 'Be refused…', 'Wait…'])(
  'the dialog behind “%s” has no violation either',
  async name => {
    await visit('theme=light')
    await page.getByRole('button', { name, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    if (name === 'Be refused…') {
      await dialog.getByRole('button', { name: 'Remove label' }).click()
      await dialog.getByRole('alert').waitFor()
    }
    if (name === 'Wait…') {
      await dialog.getByRole('button', { name: 'Remove labels' }).click()
      await dialog.getByRole('button', { name: 'Removing…' }).waitFor()
    }
    expect(await violations(page)).toEqual([])
  },
)

it('nothing of it, nor of the palette, is in what every page loads first', async () => {
  type Part = { imports?: string[]; isDynamicEntry?: boolean }
  const text = await readFile(join(root, 'ui/.svelte-kit/output/client/.vite/manifest.json'), 'utf8')
  const parts = JSON.parse(text) as Record<string, Part>
  const isFirst = new Set<string>()
  const load = (name: string) => {
    if (isFirst.has(name)) return
    isFirst.add(name)
    for (const next of parts[name]?.imports ?? []) load(next)
  }
  const nodes = Object.keys(parts).filter(name =>
    /nodes\/[0-2]\.js$|client\/(entry|app)|runtime\/client/.test(name),
  )
  expect(nodes.length).toBeGreaterThan(2)
  for (const name of nodes) load(name)
  const later = Object.keys(parts).filter(name => /palette\/Palette\.svelte$/.test(name))
  expect(later).toHaveLength(1)
  expect(later.filter(name => isFirst.has(name))).toEqual([])
})
