/**
 * `npm run pictures`: starts the demo in a folder of its own and takes pictures of every page, in light, in dark and on a
 * phone, into docs/pictures. With names behind it (`npm run pictures -- inbox network`) only of those.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { outside, type Picture, pictures } from './picture-pages.ts'
import { programPorts, runProgram } from './program.ts'

const target = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const looks = [
  { ending: '', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { ending: '-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { ending: '-phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const
const wanted = process.argv.slice(2)
const isWanted = ({ name }: Picture) => wanted.length === 0 || wanted.includes(name)

const folder = await mkdtemp(join(tmpdir(), 'trunkline-pictures-'))
const program = runProgram({ DATA_DIR: folder, ...(await programPorts()) })
try {
  await mkdir(target, { recursive: true })
  await program.says(/Stop {5}Ctrl-C/)
  for (const look of looks) await takeAll(look)
} finally {
  await program.stop()
  await rm(folder, { recursive: true, force: true })
}

/** All pages in one look, by somebody who comes with it. */
async function takeAll({ ending, ...options }: (typeof looks)[number]): Promise<void> {
  // One each: this Chromium does not survive a second person.
  const browser = await openBrowser()
  const context = await browser.newContext({ ...options, baseURL: program.url, reducedMotion: 'reduce' })
  const page = await context.newPage()
  for (const picture of outside.filter(isWanted)) await take(page, picture, ending)
  await page.goto('/')
  await page.getByRole('button', { name: /Nomsa/ }).click()
  await page.waitForURL(/\/inbox/)
  for (const picture of pictures.filter(isWanted)) await take(page, picture, ending)
  await browser.close()
}

async function take(page: Page, { name, path, open }: Picture, ending: string): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' })
  await open?.(page)
  await page.waitForLoadState('networkidle')
  const coming = page.locator('main .skeleton').first()
  await coming.waitFor({ state: 'detached', timeout: 5_000 }).catch(() => {})
  await page.screenshot({ path: join(target, `${name}${ending}.jpg`), type: 'jpeg', quality: 80 })
  console.log(`${name}${ending}`)
}
