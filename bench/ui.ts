/**
 * The screen in a real browser, before a provider with fifty thousand conversations: from the key to the paint, while
 * scrolling, and over minutes of messages coming in. `--minutes` is how long the last takes.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { openBrowser } from '../test/browser.ts'
import { type Installed, openInstallation, signIn } from './installation.ts'
import { installProbe } from './ui-probe.ts'
import { openPalette, scroll, send, switchCached, switchUncached } from './ui-steps.ts'
import { watchStorm, writeOnce } from './ui-storm.ts'
import { fillScenery, longThread, type Scenery } from './ui-world.ts'

const goals = { cachedP75: 50, uncachedP95: 300, bubbleP95: 16, paletteP95: 50, growth: 0.1 }

export async function ui(flags: string[]): Promise<void> {
  const options = { minutes: { type: 'string', default: '10' } } as const
  const minutes = Number(parseArgs({ args: flags, options }).values.minutes)
  if (!(minutes > 0 && minutes <= 60)) throw new Error('--minutes is more than 0, up to 60')
  const installation = await openInstallation()
  try {
    const product = await installation.openProduct('screen', { pages: 'yes' })
    const scenery = await fillScenery(product)
    const browser = await openBrowser()
    installation.atEnd(() => browser.close())
    // The page's own policy forbids the words the probe is asked with.
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      baseURL: product.url,
      bypassCSP: true,
    })
    const page = await context.newPage()
    await enter(page, product, scenery)
    report(await measure(page, scenery, minutes))
  } finally {
    await installation.close()
  }
}

/** Signed in, with a first conversation open. */
async function enter(page: Page, product: Installed, { person }: Scenery): Promise<void> {
  const cookie = await signIn(product.url, person)
  const cookies = cookie.split('; ').map(pair => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.url }
  })
  await page.context().addCookies(cookies)
  await installProbe(page)
  await page.goto('/inbox/open')
  await page.waitForSelector('a[href^="/inbox/open/"]')
}

/** How many rows of 60 px the list has scrolled by. */
const listDepth = `(() => {
  const link = document.querySelector('a[href^="/inbox/resolved/"]')
  let box = link
  while (box && box.scrollTop === 0) box = box.parentElement
  return Math.round((box?.scrollTop ?? 0) / 60)
})()`

type Found = Awaited<ReturnType<typeof measure>>

const began = performance.now()
const say = (words: string) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${words}`)

async function measure(page: Page, { longId, hook }: Scenery, minutes: number) {
  say('opening conversations for the first time')
  const uncached = await switchUncached(page, 60)
  say('opening them again')
  await page.goto('/inbox/open')
  await page.locator('a[href^="/inbox/open/"]').nth(1).click()
  await page.mouse.move(720, 300)
  await page.waitForSelector('[role=log] [id^=message-]')
  const cached = await switchCached(page, 40)
  say('sending')
  await page.goto('/inbox/open')
  await writeOnce(hook)
  // Only who has just written can be answered freely.
  await page.getByRole('link', { name: /Is anybody there/ }).click()
  await page.waitForSelector('[role=log] [id^=message-]')
  const bubble = await send(page, 30)
  say('the palette')
  const palette = await openPalette(page, 15)
  say('scrolling a thread')
  await page.goto(`/inbox/open/${longId}`)
  await page.waitForSelector('[role=log] [id^=message-]')
  const thread = await scroll(page, { over: '[role=log]', by: -1_500, steps: 400 }, () =>
    page.locator('[role=log] article').count(),
  )
  say('scrolling the list')
  await page.goto('/inbox/resolved')
  await page.waitForSelector('a[href^="/inbox/resolved/"]')
  const list = await scroll(page, { over: 'a[href^="/inbox/resolved/"]', by: 3_000, steps: 400 }, () =>
    page.evaluate<number>(listDepth),
  )
  await page.goto('/inbox/open')
  await page.locator('a[href^="/inbox/open/"]').first().click()
  await page.waitForSelector('[role=log] [id^=message-]')
  say('customers write')
  const storm = await watchStorm(page, hook, minutes)
  return { uncached, cached, bubble, palette, thread, list, storm, load: loadavg()[0] ?? 0 }
}

function at(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Number(
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1),
  )
}

function report({ uncached, cached, bubble, palette, thread, list, storm, load }: Found): void {
  const timings = {
    'switch, not fetched': uncached,
    'switch, cached': cached,
    'send to bubble': bubble,
    palette,
  }
  console.table(
    Object.entries(timings).map(([what, ms]) => ({
      what,
      times: ms.length,
      'p50 ms': at(ms, 0.5),
      'p75 ms': at(ms, 0.75),
      'p95 ms': at(ms, 0.95),
    })),
  )
  const words = ({ longTasks, reached }: Found['list']) =>
    `${reached} reached, ${longTasks.length} tasks over 50 ms${longTasks.length ? `, the longest ${Math.max(...longTasks)} ms` : ''}`
  console.log(`scrolling a thread of ${longThread}: ${words(thread)}`)
  console.log(`scrolling the list: ${words(list)}`)
  console.log(
    `${storm.minutes} minutes of messages: heap ${storm.heapMB.map(mb => mb.toFixed(1)).join(' -> ')} MB, ${storm.requestsPerMinute.toFixed(1)} requests a minute, ${storm.longTasks} tasks over 50 ms, ${storm.refused} refused`,
  )
  const missed = [
    at(cached, 0.75) <= goals.cachedP75 ? [] : ['cached switch'],
    at(uncached, 0.95) <= goals.uncachedP95 ? [] : ['uncached switch'],
    at(bubble, 0.95) <= goals.bubbleP95 ? [] : ['send to bubble'],
    at(palette, 0.95) <= goals.paletteP95 ? [] : ['palette'],
    thread.longTasks.length === 0 ? [] : ['scrolling the thread'],
    list.longTasks.length === 0 ? [] : ['scrolling the list'],
    storm.growth < goals.growth ? [] : ['heap'],
  ].flat()
  for (const line of missed) console.log(`goal missed: ${line}`)
  console.log(
    JSON.stringify({
      bench: 'ui',
      load,
      cached_p75_ms: at(cached, 0.75),
      uncached_p95_ms: at(uncached, 0.95),
      bubble_p95_ms: at(bubble, 0.95),
      palette_p95_ms: at(palette, 0.95),
      thread_long_tasks: thread.longTasks.length,
      list_long_tasks: list.longTasks.length,
      heap_growth: Number(storm.growth.toFixed(3)),
      requests_per_minute: Number(storm.requestsPerMinute.toFixed(1)),
    }),
  )
}
