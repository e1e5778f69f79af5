/** What else the composer holds: ready-made answers, emoji, and the end of a reply window; mostly by keys. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import { addCustomerWithLine } from '../customer-with-line.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive } from '../live.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const sms = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }

let trunkline: Trunkline
let whatsapp: WhatsappFake
let twilio: TwilioFake
let lerato: Member
let page: Page
let id: string

beforeAll(async () => {
  whatsapp = await startWhatsappFake(meta)
  twilio = await startTwilioFake(sms)
  trunkline = await startTrunkline({ pages: await loadPages() })
  whatsapp.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: whatsapp.url })).hookUrl)
  await trunkline.inbox('sms', { ...sms, apiUrl: twilio.url })
  await addCustomerWithLine(trunkline, 'router secret')
  lerato = await trunkline.member({ name: 'Lerato Dube', role: 'supervisor' })
  const screen = await connectLive(trunkline.url, lerato.cookie)
  whatsapp.customerSays({ phone: '+27821230001', name: 'Thandi Mokoena', text: 'what do I owe?' })
  id = String((await screen.told('event', event => event.type === 'message.received')).conversationId)
  screen.close()
  page = await signedInPage(trunkline, lerato)
  await page.addInitScript("localStorage.setItem('trunkline:undo-seconds', '0')")
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await Promise.all([whatsapp.stop(), twilio.stop()])
  await trunkline.close()
})

const box = () => page.getByRole('textbox', { name: 'Write to Thandi Mokoena' })
const combobox = () => page.getByRole('combobox', { name: 'Write to Thandi Mokoena' })
const list = (name: string) => page.getByRole('listbox', { name })
const send = () => page.getByRole('button', { name: 'Send', exact: true })
const toConversation = async () => {
  await page.goto(`${trunkline.url}/inbox/open/${id}`)
  await box().waitFor()
}

it('an answer is written once on its page, with variables and a file, by keys alone', async () => {
  await page.goto(`${trunkline.url}/settings/replies`)
  await page.getByText('No ready-made answer yet').waitFor()
  await page.getByRole('button', { name: 'New answer' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').waitFor()
  await page.keyboard.type('What you owe')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Hi {first name}, pay {due date} {nonsense}')
  await dialog.getByText('{nonsense} is filled by nothing').waitFor()
  for (let letter = 0; letter < '{nonsense}'.length; letter++) await page.keyboard.press('Backspace')
  await dialog.getByRole('button', { name: '{agent}' }).press('Enter')
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Add files' }).press('Enter')
  const buffer = Buffer.from('%PDF-1.4 how to pay')
  await (await chooser).setFiles([{ name: 'How to pay.pdf', mimeType: 'application/pdf', buffer }])
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add answer' }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const row = page.getByRole('region', { name: 'For everybody' }).getByRole('listitem')
  await row.getByText('1 file · not used yet').waitFor()
  expect(await violations(page)).toEqual([])
})

it('a slash finds it, it fills itself, and what is not known must be filled before it goes', async () => {
  await toConversation()
  await box().fill('Thank you. ')
  await box().press('End')
  await page.keyboard.type('/owe')
  await list('Ready-made answers')
    .getByRole('option', { name: /What you owe/ })
    .waitFor()
  expect(await combobox().getAttribute('aria-expanded')).toBe('true')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByText('Fill in or remove {due date}: there is nothing on record to put there.').waitFor()
  expect(await box().inputValue()).toBe('Thank you. Hi Thandi, pay {due date} Lerato Dube')
  await page.getByRole('list', { name: 'Files to send' }).getByText('How to pay.pdf').waitFor()
  expect(await send().isDisabled()).toBe(true)
  expect(await violations(page)).toEqual([])
  // The gap is selected: what is typed fills it.
  await page.keyboard.type('by Friday.')
  expect(await box().inputValue()).toBe('Thank you. Hi Thandi, pay by Friday. Lerato Dube')
  await page.keyboard.press('Control+Enter')
  await expect
    .poll(() => whatsapp.ledger.at(-1))
    .toMatchObject({
      text: 'Thank you. Hi Thandi, pay by Friday. Lerato Dube',
      file: { name: 'How to pay.pdf', bytes: Buffer.from('%PDF-1.4 how to pay') },
    })
})

it('several go into one answer; a slash inside a word and a closed list stay as they are', async () => {
  await trunkline.call(lerato, 'POST', '/api/canned-replies', {
    id: newId(),
    title: 'Bye',
    text: 'All the best',
  })
  await toConversation()
  await page.getByRole('button', { name: 'Ready-made answers' }).press('Enter')
  await list('Ready-made answers').getByRole('option', { name: /Bye/ }).click()
  await page.keyboard.type(', 24/7 /bye')
  await list('Ready-made answers').waitFor()
  await page.keyboard.press('Tab')
  expect(await box().inputValue()).toBe('All the best, 24/7 All the best')
  await page.keyboard.type(' /b')
  await page.keyboard.press('Escape')
  await list('Ready-made answers').waitFor({ state: 'detached' })
  expect(await box().inputValue()).toBe('All the best, 24/7 All the best /b')
  await box().fill('')
})

it('an emoji is named after a colon, or picked, from our own server alone', async () => {
  await toConversation()
  const elsewhere: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(trunkline.url)) elsewhere.push(request.url())
  })
  await box().pressSequentially('At 12:30 :thumbsu')
  await list('Emoji')
    .getByRole('option', { name: /:thumbsup:/ })
    .waitFor()
  await page.keyboard.press('Enter')
  expect(await box().inputValue()).toMatch(/^At 12:30 👍/)
  await page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter')
  const search = page.getByRole('combobox', { name: 'Search' })
  await search.fill('party popper')
  await page
    .getByRole('option', { name: /party popper/ })
    .first()
    .click()
  await expect.poll(() => box().inputValue()).toMatch(/^At 12:30 👍.*🎉$/)
  expect(elsewhere.filter(url => !/^(data|blob):/.test(url))).toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => whatsapp.ledger.at(-1)?.text, { timeout: 10_000 }).toMatch(/^At 12:30 👍.*🎉$/)
})

it('when the time to answer freely ends, the box says so and offers the ways that work now', async () => {
  await page.clock.install()
  await toConversation()
  await page.clock.fastForward('23:30:00')
  await page.getByText(/^(29|30):\d\d/).waitFor()
  await box().fill('almost done')
  await page.clock.fastForward('40:00')
  const shut = page.getByRole('region', { name: 'No answer this way' })
  await shut.getByText(/^The 24-hour window closed/).waitFor()
  await shut.getByText('What you have begun to write is kept.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('r')
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('SMS to')
  await page.keyboard.press('Enter')
  expect(await box().inputValue()).toBe('almost done')
  await page.getByRole('button', { name: /Reply by SMS/ }).waitFor()
})

it('on a phone nothing of it is wider than the screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${trunkline.url}/settings/replies`)
  await page.getByText('How to pay').or(page.getByText('What you owe')).first().waitFor()
  const isWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(await isWide()).toBe(false)
  expect(await violations(page)).toEqual([])
})
