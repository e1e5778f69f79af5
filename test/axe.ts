/** WCAG 2.2 AA by axe-core, run inside the page. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Each violation as "rule: what it says (first place)". */
export const violations = (page: Page): Promise<string[]> =>
  run(page, `{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }`)

/** Text below 7:1 (4.5:1 where it is large). */
export const faintText = (page: Page): Promise<string[]> =>
  run(page, `{ runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } }`)

async function run(page: Page, options: string): Promise<string[]> {
  // Colours that are still on their way to another theme are nobody's contrast.
  await page.evaluate(`new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.all(document.getAnimations().filter(each => each.effect?.getComputedTiming().iterations !== Infinity)
      .map(each => each.finished.catch(() => {}))))`)
  await page.evaluate(axe.source)
  const found = (await page.evaluate(
    `axe.run(document, ${options})
      .then(result => result.violations.map(each => [each.id, each.help, each.nodes[0].target.join(' ')]))`,
  )) as string[][]
  return found.map(([id, help, target]) => `${id}: ${help} (${target})`)
}
