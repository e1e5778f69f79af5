/** Files in the composer as a person handles them: pasted, dropped, picked, waited for, taken back, looked at. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { type HandedFile, handFiles } from '../hand-files.ts'
import { connectLive } from '../live.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
/** A picture of one dot, and a paper that is large enough to take a while. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
)
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, 9)])

let trunkline: Trunkline
let whatsapp: WhatsappFake
let agent: Member
let page: Page
let id: string

beforeAll(async () => {
  whatsapp = await startWhatsappFake(meta)
  trunkline = await startTrunkline({ pages: await loadPages() })
  whatsapp.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: whatsapp.url })).hookUrl)
  agent = await trunkline.member({ name: 'Aisha Jaffer' })
  const screen = await connectLive(trunkline.url, agent.cookie)
  whatsapp.customerSays({ phone: '+27821230001', name: 'Thandi', text: 'please send my bill' })
  id = String((await screen.told('event', event => event.type === 'message.received')).conversationId)
  screen.close()
  page = await signedInPage(trunkline, agent)
  await page.addInitScript("localStorage.setItem('trunkline:undo-seconds', '0')")
  await page.goto(`${trunkline.url}/inbox/open/${id}`)
  await box().waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await whatsapp.stop()
  await trunkline.close()
})

const box = () => page.getByRole('textbox', { name: 'Write to Thandi' })
const tray = () => page.getByRole('list', { name: 'Files to send' })
const thread = () => page.getByRole('log')
const sentFiles = () => whatsapp.ledger.map(sent => `${sent.text}|${sent.file?.name ?? ''}`)

const given = (name: string, type: string, bytes: Buffer) => ({ name, type, bytes })
const hand = (kind: 'paste' | 'dragenter' | 'drop', selector: string, files: HandedFile[]) =>
  handFiles(page, kind, selector, files)

/** Uploads wait until they are let go. */
async function holdUploads(): Promise<() => void> {
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route('**/api/uploads?*', async route => {
    await gate
    await route.continue()
  })
  return () => letGo()
}

it('a picture is pasted, a paper dropped, and what was asked to be sent goes when both are there', async () => {
  const letGo = await holdUploads()
  await box().fill('Here is your bill.')
  await hand('paste', 'textarea', [given('image.png', 'image/png', png)])
  await tray().getByRole('progressbar').waitFor()
  await hand('dragenter', 'body', [given('bill.pdf', 'application/pdf', pdf)])
  await page.getByText('Add to your answer to Thandi').waitFor()
  await hand('drop', '[aria-label="Drop files here"]', [given('bill.pdf', 'application/pdf', pdf)])
  await tray().getByText('bill.pdf').waitFor()
  await page.getByText('Goes out as 2 messages: WhatsApp takes one file in each.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Waits for files…' }).waitFor()
  expect(whatsapp.ledger).toEqual([])
  letGo()
  await thread().getByText('Here is your bill.').waitFor()
  await thread().getByText('bill.pdf').waitFor()
  await thread().getByText('Sent', { exact: true }).nth(1).waitFor()
  expect(whatsapp.ledger.map(sent => sent.text)).toEqual(['Here is your bill.', ''])
  expect(whatsapp.ledger[0]?.file?.bytes.equals(png)).toBe(true)
  expect(whatsapp.ledger[0]?.file?.name).toMatch(/^picture [\d-]+\.png$/)
  expect(whatsapp.ledger[1]?.file?.bytes.equals(pdf)).toBe(true)
  expect(await tray().count()).toBe(0)
  expect(await box().inputValue()).toBe('')
})

it('an upload that broke off is said and tried again; one not wanted is called off', async () => {
  await page.route('**/api/uploads?*', route => route.abort(), { times: 1 })
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add files' }).press('Enter')
  await (await chooser).setFiles([{ name: 'again.png', mimeType: 'image/png', buffer: png }])
  await tray().getByText('The connection broke off.').waitFor()
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await page.getByText('again.png was not uploaded').waitFor()
  await page.getByRole('button', { name: 'Try again.png again' }).press('Enter')
  await tray().getByText('70 B').waitFor()
  await page.getByRole('button', { name: 'Remove again.png' }).press('Enter')
  await tray().waitFor({ state: 'detached' })
  // It is off the screen at once; the server hears of it a moment later.
  const kept = async () =>
    (await trunkline.call<{ uploads: unknown[] }>(agent, 'GET', `/api/conversations/${id}`)).body.uploads
  await expect.poll(kept).toEqual([])
})

it('what the channel does not take is said before it is sent', async () => {
  await hand('paste', 'textarea', [given('all.zip', 'application/zip', Buffer.from('PK\x03\x04'))])
  await tray().getByText('WhatsApp does not take this kind of file').waitFor()
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Remove all.zip' }).click()
})

it('a file stays with the draft over a reload, and a note keeps its own', async () => {
  await hand('paste', 'textarea', [given('kept.png', 'image/png', png)])
  await tray().getByText('70 B').waitFor()
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  await page.getByRole('textbox', { name: 'A note for colleagues' }).waitFor()
  expect(await tray().count()).toBe(0)
  await page.getByRole('button', { name: 'Reply', exact: true }).click()
  await page.reload()
  await tray().getByText('kept.png').waitFor()
  await box().press('Control+Enter')
  await thread().getByRole('button', { name: 'Look at kept.png' }).waitFor()
  await expect.poll(() => sentFiles().at(-1)).toBe('|kept.png')
  // By now it is a message and no longer on its way: the picture one reaches for stays where it is.
  await thread().locator('[id^=message-]').getByRole('button', { name: 'Look at kept.png' }).waitFor()
})

it('pictures of the thread are looked at one after the other, larger, and by keys alone', async () => {
  await thread().getByRole('button', { name: 'Look at kept.png' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'kept.png' })
  await dialog.getByText('2 of 2').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('+')
  await page.keyboard.press('0')
  await page.keyboard.press('ArrowLeft')
  await page
    .getByRole('dialog', { name: /^picture/ })
    .getByText('1 of 2')
    .waitFor()
  expect(await page.getByRole('link', { name: /^Download picture/ }).count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

it('on a phone all of it fits', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${trunkline.url}/inbox/open/${id}`)
  await box().waitFor()
  await hand('paste', 'textarea', [
    given('a picture with quite a long name of its own.png', 'image/png', png),
    given('second.png', 'image/png', png),
  ])
  await tray().getByText('70 B').nth(1).waitFor()
  expect(await violations(page)).toEqual([])
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(wide).toBe(false)
})
