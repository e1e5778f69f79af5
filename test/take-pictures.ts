/** `npm run pictures`: starts the demo in a folder of its own and takes pictures of its pages into docs/pictures. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { programPorts, runProgram } from './program.ts'

const target = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

const folder = await mkdtemp(join(tmpdir(), 'trunkline-pictures-'))
const program = runProgram({ DATA_DIR: folder, ...(await programPorts()) })
const browser = await openBrowser()
try {
  await mkdir(target, { recursive: true })
  await program.says(/Stop {5}Ctrl-C/)
  const page = await (await browser.newContext({ viewport: desk, reducedMotion: 'reduce' })).newPage()
  await page.goto(program.url, { waitUntil: 'networkidle' })
  await page.screenshot({ path: join(target, 'sign-in.png') })
  await page.getByRole('button', { name: /Nomsa/ }).click()
  await page.waitForURL(/\/inbox/)
  await pictureOf(page, 'inbox', async () => {
    await page.goto(`${program.url}/inbox/open`)
    await page.getByText('Thandi Mokoena', { exact: true }).first().click()
    await page
      .getByText(/Online since/)
      .first()
      .waitFor()
  })
  for (const [name, path] of [
    ['settings', '/settings/inboxes'],
    ['simulator', '/simulator'],
    ['api', '/docs/api'],
  ] as const) {
    await pictureOf(page, name, () => page.goto(`${program.url}${path}`, { waitUntil: 'networkidle' }))
  }
} finally {
  await browser.close()
  await program.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Light, dark and phone. */
async function pictureOf(page: Page, name: string, open: () => Promise<unknown>): Promise<void> {
  await page.setViewportSize(desk)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await open()
    await page.screenshot({
      path: join(target, colorScheme === 'light' ? `${name}.png` : `${name}-dark.png`),
    })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(phone)
  const close = page.getByRole('button', { name: /Close|Hide/ })
  if (await close.first().isVisible()) await close.first().click()
  await page.screenshot({ path: join(target, `${name}-phone.png`) })
}
