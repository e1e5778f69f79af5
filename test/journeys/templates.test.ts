/** The window is closed: an agent picks a template, fills it in and sends it, by keys; and looks after the list in settings. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { templateSamples } from '../fakes/whatsapp-template-samples.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { meta, openTemplateScene, type TemplateScene } from '../template-scene.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let scene: TemplateScene
let page: Page

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages() })
  scene = await openTemplateScene(trunkline)
  page = await signedInPage(trunkline, scene.agent)
  await page.addInitScript("localStorage.setItem('trunkline:undo-seconds', '0')")
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await scene.close()
  await trunkline.close()
})

const picker = () => page.getByRole('region', { name: 'Write with a template' })
const list = () => picker().getByRole('list', { name: 'Templates' })
const preview = () => picker().getByRole('group', { name: 'How it reads' })
const shut = () => page.getByRole('region', { name: 'No answer this way' })
const pictures = process.env.TEMPLATE_PICTURES
const picture = async (name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` })
}
const open = async (conversationId: string) => {
  await page.goto(`${trunkline.url}/inbox/open/${conversationId}`)
  await page.getByText('hello from').last().waitFor()
}

it('a closed window turns into a picker: found, filled and sent by keys, exactly as Meta wants it', async () => {
  const { conversationId, phone } = await scene.customer(25)
  await open(conversationId)
  await shut()
    .getByText(/^The 24-hour window closed (at|on) /)
    .waitFor()
  expect(await violations(page)).toEqual([])
  await picture('closed')
  await page.keyboard.press('r')
  await expect
    .poll(() => page.evaluate('document.activeElement.textContent'))
    .toContain('Write with a template')
  await page.keyboard.press('Enter')
  await list()
    .getByRole('button', { name: /payment reminder/ })
    .waitFor()
  expect(
    await list()
      .getByRole('button', { name: /spring offer/ })
      .isDisabled(),
  ).toBe(true)
  await list().getByText('Meta has paused it, because people did not like to get it.').waitFor()
  await list().getByText('Begins with a location: not supported here yet.').waitFor()
  expect(await violations(page)).toEqual([])
  await picture('list')
  await page.keyboard.type('payment')
  await expect.poll(() => list().getByRole('button').count()).toBe(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await picker().getByLabel('Value 1 in the title').waitFor()
  await page.keyboard.type('2041')
  await page.keyboard.press('Control+Enter')
  // Something is missing: it says what beside each field and goes to the first.
  await expect.poll(() => picker().getByText('Fill this in.').count()).toBe(4)
  expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe('Value 1')
  expect(await violations(page)).toEqual([])
  await picker().getByRole('button', { name: 'first name: Thandi' }).click()
  await preview().getByText('Hi Thandi,').waitFor()
  await picker().getByLabel('Value 2').fill('R    654')
  await picker().getByText('No more than three spaces in a row.').waitFor()
  await picker().getByLabel('Value 2').fill('R 654.00')
  await picker().getByLabel('Value 3').fill('1 December')
  await picker().getByLabel('End of the address of “Pay now”').fill('2041')
  await preview().getByText('https://pay.fernhill.example/2041').waitFor()
  expect(await violations(page)).toEqual([])
  await picture('filled')
  const before = scene.fake.ledger.length
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => scene.fake.ledger.length).toBe(before + 1)
  expect(scene.fake.ledger.at(-1)).toMatchObject({ to: phone })
  expect(scene.fake.ledger.at(-1)?.template).toEqual({
    name: 'payment_reminder',
    language: { code: 'en' },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: '2041' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Thandi' },
          { type: 'text', text: 'R 654.00' },
          { type: 'text', text: '1 December' },
        ],
      },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '2041' }] },
    ],
  })
  const bubble = page.getByRole('article').filter({ hasText: 'Hi Thandi, R 654.00 is due on 1 December.' })
  await bubble.getByText('Template', { exact: true }).waitFor()
  await bubble.getByText('Read', { exact: true }).or(bubble.getByLabel('Read')).first().waitFor()
  await picker().waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
  await picture('sent')
})

it('Escape goes back one step at a time, and what stands in the box inside the window stays there', async () => {
  const { conversationId } = await scene.customer()
  await open(conversationId)
  const box = page.getByRole('textbox', { name: /^Write to/ })
  await box.fill('begun')
  await page.getByRole('button', { name: 'Write with a template' }).click()
  await list()
    .getByRole('button', { name: /visit planned/ })
    .click()
  // Named like something we know: it fills itself.
  expect(await picker().getByLabel('First name').inputValue()).toBe('Thandi')
  await page.keyboard.press('Escape')
  await list().waitFor()
  await page.keyboard.press('Escape')
  expect(await box.inputValue()).toBe('begun')
  await page.getByRole('button', { name: 'Write with a template' }).click()
  await list()
    .getByRole('button', { name: /visit planned/ })
    .click()
  await picker().getByLabel('Day').fill('Thursday')
  await picker().getByRole('button', { name: 'Send template' }).click()
  await page
    .getByRole('article')
    .filter({ hasText: 'Hi Thandi, our technician comes on Thursday.' })
    .getByText('Template', { exact: true })
    .waitFor()
  expect(await box.inputValue()).toBe('begun')
  await expect.poll(() => scene.fake.ledger.at(-1)?.template).toMatchObject({ name: 'visit_planned' })
})

it('one that begins with a picture asks for it, and takes it along', async () => {
  const { conversationId } = await scene.customer(25)
  await open(conversationId)
  await shut().getByRole('button', { name: 'Write with a template' }).click()
  await list()
    .getByRole('button', { name: /new coverage/ })
    .click()
  await picker().getByText('Add the image it begins with.').waitFor()
  const before = scene.fake.ledger.length
  await picker().getByRole('button', { name: 'Send template' }).click()
  const chooser = page.waitForEvent('filechooser')
  await picker().getByRole('button', { name: 'Add files' }).click()
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const buffer = Buffer.from(png, 'base64')
  await (await chooser).setFiles([{ name: 'street.png', mimeType: 'image/png', buffer }])
  await picker().getByText('Begins with this image.').waitFor()
  expect(await violations(page)).toEqual([])
  await picture('picture')
  expect(scene.fake.ledger).toHaveLength(before)
  await picker().getByRole('button', { name: 'Send template' }).click()
  await expect.poll(() => scene.fake.ledger.length).toBe(before + 1)
  expect(scene.fake.ledger.at(-1)).toMatchObject({
    file: { contentType: 'image/png', bytes: buffer },
    template: { name: 'new_coverage', components: [{ type: 'header', parameters: [{ type: 'image' }] }] },
  })
})

it('says what to do when there is none, and offers another try when Meta does not answer', async () => {
  const { conversationId } = await scene.customer(25)
  scene.fake.setTemplates([])
  await scene.fetch()
  await open(conversationId)
  await shut().getByRole('button', { name: 'Write with a template' }).click()
  await picker().getByText('There is no template yet. Make one at the provider').waitFor()
  scene.fake.setTemplates(null)
  await picker().getByRole('button', { name: 'Fetch now' }).click()
  await picker()
    .getByText(/the token needs whatsapp_business_management/)
    .waitFor()
  expect(await violations(page)).toEqual([])
  await picture('refused')
  scene.fake.setTemplates(templateSamples)
  await picker().getByRole('button', { name: 'Fetch now' }).click()
  await list()
    .getByRole('button', { name: /payment reminder/ })
    .waitFor()
})

it('the page of the inbox lists them with their state, and fetches them', async () => {
  await page.goto(`${trunkline.url}/settings/inboxes/${scene.inbox.id}`)
  const section = page.getByRole('region', { name: 'Templates' })
  const row = (name: string) => section.getByRole('listitem').filter({ hasText: name })
  await row('payment_reminder').getByText('approved', { exact: true }).waitFor()
  await row('spring_offer').getByText('paused', { exact: true }).waitFor()
  await row('win_a_router').getByText('Meta did not approve it: promotional.').waitFor()
  scene.fake.setTemplates(templateSamples.filter(one => one.name !== 'win_a_router'))
  await section.getByRole('button', { name: 'Fetch now' }).click()
  await row('win_a_router').waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
  await section.scrollIntoViewIfNeeded()
  await picture('settings')
  const { businessAccountId: _left, ...some } = { ...meta, phoneNumberId: '55' }
  const bare = await trunkline.inbox('whatsapp', { ...some, apiUrl: scene.fake.url })
  await page.goto(`${trunkline.url}/settings/inboxes/${bare.id}`)
  await section.getByText('The WhatsApp Business account id is not set').waitFor()
  await page.getByLabel('WhatsApp Business account id').waitFor()
})

it('on a phone and in the dark nothing of it is wider than the screen or too faint', async () => {
  scene.fake.setTemplates(templateSamples)
  const { conversationId } = await scene.customer(25)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(conversationId)
  const isWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth')
  await picture('phone-closed')
  expect(await violations(page)).toEqual([])
  await shut().getByRole('button', { name: 'Write with a template' }).click()
  await list()
    .getByRole('button', { name: /payment reminder/ })
    .waitFor()
  expect(await isWide()).toBe(false)
  expect(await violations(page)).toEqual([])
  await picture('phone-list')
  await list()
    .getByRole('button', { name: /payment reminder/ })
    .click()
  await preview().waitFor()
  expect(await isWide()).toBe(false)
  expect(await violations(page)).toEqual([])
  await picture('phone-form')
  await page.goto(`${trunkline.url}/settings/inboxes/${scene.inbox.id}`)
  await page.getByRole('region', { name: 'Templates' }).scrollIntoViewIfNeeded()
  expect(await isWide()).toBe(false)
  expect(await violations(page)).toEqual([])
  await picture('phone-settings')
})
