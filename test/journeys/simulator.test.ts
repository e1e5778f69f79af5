import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { loadPages } from '../pages.ts'
import { type Program, programPorts, runProgram } from '../program.ts'

let folder: string
let program: Program
let browser: Browser

beforeAll(async () => {
  await loadPages()
  folder = await mkdtemp(join(tmpdir(), 'trunkline-simulator-'))
  program = runProgram({ DATA_DIR: folder, ...(await programPorts()) })
  browser = await openBrowser()
  await program.says(/Stop {5}Ctrl-C/)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  if (program?.child.exitCode === null) await program.stop()
  await rm(folder, { recursive: true, force: true })
})

it('a newcomer plays a customer in one window and answers as an agent in another', {
  timeout: 90_000,
}, async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const inbox = await context.newPage()
  await inbox.goto(program.url)
  await inbox.getByRole('button', { name: /Aisha/ }).click()
  await inbox.waitForURL(/\/inbox/)
  await inbox.getByText('Thandi Mokoena', { exact: true }).first().waitFor()

  const phone = await context.newPage()
  await phone.goto(`${program.url}/simulator`)
  await phone.getByPlaceholder('Write as Thandi Mokoena').fill('Hello from my sofa')
  await phone.getByRole('button', { name: 'Send' }).click()

  await inbox.getByText('Hello from my sofa').first().waitFor()
  await inbox.getByText('Thandi Mokoena', { exact: true }).first().click()
  await inbox.getByRole('log').getByText('Hello from my sofa').waitFor()
  await inbox
    .getByText(/Online since/)
    .first()
    .waitFor()
  await inbox.getByRole('textbox', { name: 'Write to Thandi Mokoena' }).fill('Hello Thandi')
  await inbox.keyboard.press('Control+Enter')
  await phone.getByText('Hello Thandi', { exact: true }).waitFor()

  await phone.getByRole('switch', { name: 'Line up · thandi.m@fernhill' }).click()
  await inbox
    .getByText(/Offline since/)
    .first()
    .waitFor()
  expect(await inbox.getByText(/Online since/).count()).toBe(0)
})
