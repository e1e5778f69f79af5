/** In the browser: a family's number, a chat that goes on by email, and STOP. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { violations } from '../axe.ts'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

const mailbox = 'support@isp.example'
const twilioAccount = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234599' }
const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const phone = '+27821230777'
const email = 'sipho@home.example'

let mail: MailFake
let twilio: TwilioFake
let whatsapp: WhatsappFake
let trunkline: Trunkline
let scene: ContactScene
let aisha: Member
let page: Page
let conversationId: string
let sipho: { id: string; number: string }

beforeAll(async () => {
  ;[mail, twilio, whatsapp] = await Promise.all([
    startMailFake({ users: [{ address: mailbox, password: 'pw' }] }),
    startTwilioFake(twilioAccount),
    startWhatsappFake({ ...meta, autoReceipts: true }),
  ])
  trunkline = await startTrunkline({ pages: await loadPages() })
  scene = await contactScene(trunkline)
  // The scene's own inboxes reach nobody.
  await scene.rows('UPDATE inboxes SET enabled = false')
  twilio.setHookUrl((await trunkline.inbox('sms', { ...twilioAccount, apiUrl: twilio.url })).hookUrl)
  whatsapp.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: whatsapp.url })).hookUrl)
  await trunkline.inbox('email', {
    ...{
      address: mailbox,
      name: 'ISP',
      imapHost: '127.0.0.1',
      imapPort: mail.imapPort,
      imapSecurity: 'none',
    },
    ...{ imapUser: mailbox, imapPassword: 'pw', smtpHost: '127.0.0.1', smtpPort: mail.smtpPort },
    smtpSecurity: 'none',
  })
  await scene.customer('Nomsa Dlamini', { phone })
  sipho = await scene.customer('Sipho Dlamini', { phone, email })
  aisha = await trunkline.member({ name: 'Aisha' })
  whatsapp.customerSays({ phone, name: 'Dlamini family', text: 'our line is slow' })
  page = await signedInPage(trunkline, aisha)
  await page.goto(`${trunkline.url}/inbox/open`)
  await page.getByRole('link', { name: /Dlamini family/ }).click()
  await page.getByRole('heading', { name: 'Dlamini family' }).waitFor()
  conversationId = page.url().split('/').at(-1) ?? ''
  await mail.whenIdle(mailbox)
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
  await Promise.all([mail?.stop(), twilio?.stop(), whatsapp?.stop()])
})

const panel = () => page.getByRole('complementary', { name: 'Customer' })
const chooser = () => panel().getByRole('region', { name: 'Who is this about?' })
const section = (name: string) => panel().getByRole('region', { name: `Customer ${name}` })
const route = () => page.getByRole('button', { name: /Reply by/ })
const write = async (text: string) => {
  await page.getByRole('textbox', { name: /^Write to/ }).fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

it('a family is asked whom this is about before a ticket is made for one of them', async () => {
  await chooser().getByText('They speak for 2 customers.').waitFor()
  expect(await section('Sipho Dlamini').isVisible()).toBe(false)
  await panel().locator('summary').filter({ hasText: 'Nomsa Dlamini' }).click()
  await section('Nomsa Dlamini').getByRole('button', { name: 'New ticket' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Subject').fill('Slow line')
  await dialog.getByRole('button', { name: 'Open ticket' }).click()
  await dialog.getByText('Choose whom this ticket is for.').waitFor()
  await dialog.getByLabel('For').selectOption({ label: `Sipho Dlamini (${sipho.number})` })
  await dialog.getByRole('button', { name: 'Open ticket' }).click()
  await page.getByText(/Aisha opened ticket \d+: Slow line/).waitFor()
  const made = await scene.rows('SELECT customer_id FROM tickets WHERE conversation_id = $1', [
    conversationId,
  ])
  expect(made).toEqual([{ customer_id: sipho.id }])
})

it('whom it is about stands first and open, the other waits in one line, and the thread says who said so', async () => {
  await chooser()
    .getByRole('button', { name: /Sipho Dlamini/ })
    .click()
  await page.getByText(`Aisha said this is about Sipho Dlamini (${sipho.number})`).waitFor()
  await chooser().getByText('This is about Sipho Dlamini').waitFor()
  await section('Sipho Dlamini').getByText('Slow line').waitFor()
  expect(await panel().locator('summary').filter({ hasText: 'Nomsa Dlamini' }).isVisible()).toBe(true)
  expect(await panel().locator('summary').filter({ hasText: 'Sipho Dlamini' }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
})

it('a chat goes on by email: on record, one click, chosen, and the answer comes back into it', async () => {
  await route()
    .getByText(/WhatsApp to \+27821230777 · They wrote here last, window open until \d\d:\d\d/)
    .waitFor()
  await write('Which plan do you have?')
  await page.getByText('Which plan do you have?').waitFor()
  await panel()
    .getByRole('button', { name: /^Write to it: the email on record/ })
    .click()
  await page.getByText(`Aisha added the email ${email}`).waitFor()
  await route().click()
  const byMail = page.getByRole('menuitem', { name: /Email to sipho@home.example/ })
  await byMail.getByText(`Email on record for ${sipho.number}`).waitFor()
  await byMail.click()
  await write('Here is your contract.')
  const sent = await mail.accepted(entry => entry.to.includes(email))
  expect(String(sent.raw)).toContain('Here is your contract.')
  await mail.customerWrites({
    ...{ from: email, to: mailbox, subject: 'Re: Your message', text: 'Thank you, got it.' },
    ...{ inReplyTo: sent.messageId ?? '', references: [sent.messageId ?? ''] },
  })
  await page.getByText('Thank you, got it.').first().waitFor()
  const [row] = await scene.rows<{ conversation_id: string }>(
    `SELECT conversation_id FROM messages WHERE direction = 'in' AND channel = 'email'`,
  )
  expect(row?.conversation_id).toBe(conversationId)
})

it('says once above the box that the answer goes another way than the last one, and why', async () => {
  await scene.rows(
    `UPDATE identities SET opted_out_at = now(), opted_out_words = 'said by Aisha' WHERE value = $1`,
    [email],
  )
  await scene.rows(
    `UPDATE messages SET created_at = created_at - interval '25 hours' WHERE conversation_id = $1 AND channel = 'whatsapp'`,
    [conversationId],
  )
  await page.reload()
  await page
    .getByText(/^Goes by SMS now, not by Email as before\. They do not want to be written to here/)
    .waitFor()
  await route().getByText('WhatsApp window is over, SMS reaches the same number').waitFor()
  await write('We go on by SMS.')
  await page.getByText(/^Goes by SMS now/).waitFor({ state: 'detached' })
  await vi.waitFor(() => expect(twilio.ledger.map(entry => entry.body)).toContain('We go on by SMS.'), 10_000)
})

it('STOP shuts the number in the composer, in words, while one looks at it', async () => {
  twilio.customerTexts({ from: phone, to: twilioAccount.fromNumber, body: 'Stop' })
  await page.getByText(`They wrote STOP: nothing goes to ${phone} any more`).waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: /They wrote STOP here on/ })
    .waitFor()
  expect(await page.getByRole('button', { name: 'Send', exact: true }).count()).toBe(0)
  await panel()
    .getByText(/^Wrote STOP, /)
    .waitFor()
})

it('an address of somebody else is refused with whose it is, and the two are compared', async () => {
  const other = await scene.says('telegram', '80777', 'me again', 'Sipho D.')
  expect(other.conversationId).not.toBe(conversationId)
  await scene.rows(
    `INSERT INTO identities (id, contact_id, kind, value) VALUES (gen_random_uuid(), $1, 'email', 'second@home.example')`,
    [other.contactId],
  )
  await panel().getByRole('button', { name: 'Add an address' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What it is').selectOption('email')
  await dialog.getByLabel('Address', { exact: true }).fill('no address')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('This is no email address.').waitFor()
  await dialog.getByLabel('Address', { exact: true }).fill('Second@home.example')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('It is Sipho D.’s.').waitFor()
  await dialog.getByRole('button', { name: 'Compare' }).click()
  await page
    .getByRole('dialog', { name: 'One person?' })
    .getByText('second@home.example', { exact: true })
    .waitFor()
  await page.keyboard.press('Escape')
})

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await page.keyboard.press('.')
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
