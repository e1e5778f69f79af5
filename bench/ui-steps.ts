/** What an agent does at the screen, each timed from the key to the paint. */
import type { Page } from 'playwright-core'
import { longTasksDuring, timed } from './ui-probe.ts'

const rowHrefs = (page: Page): Promise<string[]> =>
  page.$$eval('a[href^="/inbox/"][href*="-"]', links => links.map(link => link.getAttribute('href') ?? ''))

const idIn = (href: string) => href.split('/').at(-1) ?? ''

/** Opens rows that nothing pointed at before: what the screen does not have yet. */
export async function switchUncached(page: Page, count: number): Promise<number[]> {
  const took: number[] = []
  const seen = new Set<string>()
  const list = await page.getByRole('region', { name: 'Conversations' }).boundingBox()
  if (!list) throw new Error('there is no list')
  while (took.length < count) {
    // Rows far from the last one: its neighbours were fetched ahead.
    const fresh = (await rowHrefs(page)).filter(href => !seen.has(href))
    const href = fresh.at(-1)
    for (const each of fresh) seen.add(each)
    if (!href) {
      await page.mouse.move(list.x + list.width / 2, list.y + 300)
      await page.mouse.wheel(0, 900)
      // Away again: rows under the pointer are fetched ahead.
      await page.mouse.move(list.x + list.width + 300, list.y + 300)
      await page.waitForTimeout(150)
      continue
    }
    const click = () => page.evaluate(`document.querySelector('a[href="${href}"]').click()`)
    took.push(await timed(page, 'click', ['conversation', idIn(href)], click))
    await page.waitForTimeout(100)
  }
  return took
}

/** Down the list and up again: on the way up every thread was there before. */
export async function switchCached(page: Page, count: number): Promise<number[]> {
  const ids: string[] = [idIn(new URL(page.url()).pathname)]
  for (let at = 0; at < count; at += 1) {
    const before = page.url()
    await page.keyboard.press('j')
    await page.waitForFunction(`location.href !== ${JSON.stringify(before)}`).catch(() => {
      throw new Error(`after ${at} rows down the list j leads nowhere from ${before}`)
    })
    await page.waitForSelector('[role=log] [id^=message-]')
    ids.push(idIn(new URL(page.url()).pathname))
    await page.waitForTimeout(100)
  }
  const took: number[] = []
  for (const id of ids.slice(0, -1).reverse()) {
    took.push(await timed(page, 'keydown', ['conversation', id], () => page.keyboard.press('k')))
    await page.waitForTimeout(50)
  }
  return took
}

export async function send(page: Page, count: number): Promise<number[]> {
  const took: number[] = []
  for (let at = 0; at < count; at += 1) {
    const text = `Measured answer ${at}`
    await page.getByRole('textbox', { name: /^Write to/ }).fill(text)
    took.push(await timed(page, 'keydown', ['bubble', text], () => page.keyboard.press('Control+Enter')))
    await page.waitForTimeout(150)
  }
  return took
}

export async function openPalette(page: Page, count: number): Promise<number[]> {
  const took: number[] = []
  for (let at = 0; at < count; at += 1) {
    // Only the K raises what is timed: the modifier is down before.
    await page.keyboard.down('Control')
    took.push(await timed(page, 'keydown', ['palette', ''], () => page.keyboard.press('k')))
    await page.keyboard.up('Control')
    await page.keyboard.press('Escape')
    await page.waitForTimeout(200)
  }
  return took
}

type Scrolled = { longTasks: number[]; reached: number }

/** Up through a thread, or down a list, as fast as a wheel turns. `reached` is what `count` counts at the end. */
export async function scroll(
  page: Page,
  { over, by, steps }: { over: string; by: number; steps: number },
  count: () => Promise<number>,
): Promise<Scrolled> {
  const box = await page.locator(over).first().boundingBox()
  if (!box) throw new Error(`nothing to scroll: ${over}`)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const longTasks = await longTasksDuring(page, async () => {
    for (let at = 0; at < steps; at += 1) {
      await page.mouse.wheel(0, by)
      await page.waitForTimeout(30)
    }
  })
  return { longTasks, reached: await count() }
}
