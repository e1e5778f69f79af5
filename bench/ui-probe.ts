/** Asks the probe inside the page (bench/ui-page.js) what it saw. */
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

type Ready = 'conversation' | 'bubble' | 'palette'

const script = fileURLToPath(new URL('./ui-page.js', import.meta.url))
const patienceMs = 10_000

export const installProbe = (page: Page): Promise<unknown> => page.addInitScript({ path: script })

/** Does `act`, which must raise the event, and answers how many milliseconds later its result was painted. */
export async function timed(
  page: Page,
  event: 'keydown' | 'click',
  [ready, what]: [Ready, string],
  act: () => Promise<unknown>,
): Promise<number> {
  await page.evaluate(
    `trunklineProbe.watch(${[event, ready, what].map(word => JSON.stringify(word)).join(', ')})`,
  )
  await act()
  await page
    .waitForFunction('trunklineProbe.watched.took !== null', null, { timeout: patienceMs })
    .catch(() => {
      throw new Error(`after ${event} nothing was painted for ${patienceMs / 1000} s: ${ready} ${what}`)
    })
  return page.evaluate<number>('trunklineProbe.watched.took')
}

export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>('trunklineProbe.longTasks')

/** Tasks that kept the page busy for longer than 50 ms while `act` ran. */
export async function longTasksDuring(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  const before = (await longTasks(page)).length
  await act()
  await page.waitForTimeout(200)
  return (await longTasks(page)).slice(before)
}
