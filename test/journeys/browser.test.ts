import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createRadiusClient } from '../../backoffice/radius/index.ts'
import { noteHealth } from '../../hub/inboxes/health.ts'
import { violations } from '../axe.ts'
import { openBrowser } from '../browser.ts'
import { addCustomerWithLine } from '../customer-with-line.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { startTelegramFake, type TelegramFake } from '../fakes/telegram.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { loadPages } from '../pages.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

const mailbox = 'support@isp.example'
const botToken = '700:abcdefghijklmnopqrstuvwxyz'
const accountSid = `AC${'2'.repeat(32)}`
const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const secret = 'router secret'

let trunkline: Trunkline
let browser: Browser
let page: Page
let agent: Member
let mail: MailFake
let telegram: TelegramFake
let twilio: TwilioFake
let whatsapp: WhatsappFake

beforeAll(async () => {
  ;[browser, mail, telegram, twilio, whatsapp] = await Promise.all([
    openBrowser(),
    startMailFake({ users: [{ address: mailbox, password: 'pw' }] }),
    startTelegramFake({ botToken }),
    startTwilioFake({ accountSid, authToken: 'auth', autoReceipts: true }),
    startWhatsappFake({ ...meta, autoReceipts: true }),
  ])
  trunkline = await startTrunkline({ pages: await loadPages() })
  await connectInboxes()
  await addCustomerWithLine(trunkline, secret)
  agent = await trunkline.member({ name: 'Aisha Jaffer' })
  const viewport = { width: 1440, height: 900 }
  page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(12_000)
  await mail.whenIdle(mailbox)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await trunkline?.close()
  await Promise.all([mail?.stop(), telegram?.stop(), twilio?.stop(), whatsapp?.stop()])
})

async function connectInboxes(): Promise<void> {
  const local = { imapHost: '127.0.0.1', imapSecurity: 'none', smtpHost: '127.0.0.1', smtpSecurity: 'none' }
  const ports = { imapPort: mail.imapPort, smtpPort: mail.smtpPort }
  await trunkline.inbox('email', {
    address: mailbox,
    imapUser: mailbox,
    imapPassword: 'pw',
    ...local,
    ...ports,
  })
  await trunkline.inbox('telegram', { botToken, apiUrl: telegram.url })
  const sms = { accountSid, authToken: 'auth', fromNumber: '+27871234500', apiUrl: twilio.url }
  twilio.setHookUrl((await trunkline.inbox('sms', sms)).hookUrl)
  whatsapp.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: whatsapp.url })).hookUrl)
}

/** In the list, not in the thread: the same name stands in both. */
const row = (name: string) =>
  page.getByRole('region', { name: 'Conversations' }).getByText(name, { exact: true }).first()
const thread = () => page.getByRole('log')

it('lets a person sign in with their email and password', async () => {
  await page.goto(trunkline.url)
  await page.getByLabel('Email').fill(agent.email)
  await page.getByLabel('Password').fill(agent.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/inbox/)
})

it('shows messages of all four channels in the open inbox as they come', async () => {
  whatsapp.batch([
    { phone: '+27821230001', name: 'Thandi', text: 'first of three' },
    { phone: '+27821230001', name: 'Thandi', text: 'second of three' },
    { phone: '+27821230002', name: 'Pieter', text: 'third of three' },
  ])
  await page.getByText('second of three').first().waitFor()
  await page.getByText('third of three').first().waitFor()
  telegram.customerSays({ chatId: 4711, name: 'Sipho', text: 'over telegram' })
  await page.getByText('over telegram').first().waitFor()
  twilio.customerTexts({ from: '+27821230003', to: '+27871234500', body: 'over sms' })
  await page.getByText('over sms').first().waitFor()
  await mail.customerWrites({
    from: 'lerato@mail.example',
    name: 'Lerato',
    to: mailbox,
    subject: 'By mail',
    text: 'over mail',
  })
  await page.getByText('over mail').first().waitFor()
})

it('carries an answer typed into the thread to the customer, and shows how far it came', async () => {
  await row('Pieter').click()
  await thread().getByText('third of three').waitFor()
  await page.getByRole('textbox').last().fill('We are on it, Pieter.')
  await page.keyboard.press('Control+Enter')
  await thread().getByText('We are on it, Pieter.').waitFor()
  await thread().getByText('Read', { exact: true }).waitFor()
  expect(whatsapp.ledger.filter(sent => sent.text === 'We are on it, Pieter.')).toHaveLength(1)
})

it('keeps a mail thread: the reply names the mail it answers', async () => {
  await row('Lerato').click()
  await thread().getByText('over mail').waitFor()
  await page.getByRole('textbox').last().fill('Thank you, we will check.')
  await page.keyboard.press('Control+Enter')
  const sent = await mail.accepted(entry => entry.to.includes('lerato@mail.example'))
  expect(sent.inReplyTo).toMatch(/@mail\.example$/)
  await thread().getByText('Sent', { exact: true }).waitFor()
})

it('turns the line badge beside the open thread as the router reports', async () => {
  // The first message made this contact; the customer is known by the number.
  await row('Thandi').click()
  await page.getByText('Fibre 50').waitFor()
  const router = createRadiusClient({ timeoutMs: 2_000, retransmits: 1 })
  const to = { host: '127.0.0.1', port: trunkline.radius?.acctPort ?? 0, secret }
  const session = {
    userName: 'thandi@isp',
    sessionId: 'b1',
    framedIpAddress: '100.64.0.9',
    nasPortId: 'pppoe-9',
  }
  await router.accounting(to, { ...session, status: 'start' })
  const startedAt = performance.now()
  await page.getByText(/Online since/).waitFor()
  const upMs = Math.round(performance.now() - startedAt)
  await page.getByText('100.64.0.9').first().waitFor()
  await router.accounting(to, { ...session, status: 'stop', terminateCause: 'Lost-Carrier', sessionTimeS: 5 })
  const stoppedAt = performance.now()
  await page.getByText(/Offline since/).waitFor()
  console.log(`badge: up after ${upMs} ms, down after ${Math.round(performance.now() - stoppedAt)} ms`)
  router.close()
})

it('misses nothing while it was offline', async () => {
  await page.context().setOffline(true)
  whatsapp.customerSays({ phone: '+27821230001', name: 'Thandi', text: 'said while you were away' })
  await whatsapp.idle()
  await page.context().setOffline(false)
  await thread().getByText('said while you were away').waitFor()
})

it('can be worked by keyboard alone: note, resolve, reopen', async () => {
  await page.keyboard.press('Escape')
  await page.waitForURL(/\/inbox\/open$/)
  await row('Thandi').click()
  await page.waitForURL(/\/inbox\/open\/.+/)
  await page.locator('body').press('n')
  await page.keyboard.type('Sector 2 is full')
  await page.keyboard.press('Control+Enter')
  await thread().getByText('Sector 2 is full').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('body').press('e')
  await page.getByRole('button', { name: /Reopen/ }).waitFor()
  await page.locator('body').press('e')
  await page.getByRole('button', { name: /Resolve/ }).waitFor()
})

it('shows at once that an inbox lost its provider, and keeps the rest of its row', async () => {
  await page.goto(`${trunkline.url}/settings/inboxes`)
  const row = page.getByText('telegram inbox')
  await row.waitFor()
  const { app, tenantId } = trunkline
  await app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<{ id: string }>(`SELECT id FROM inboxes WHERE channel = 'sms'`)
    await noteHealth(app, tx, rows[0]?.id ?? '', 'signed-out', 'The token was revoked.')
  })
  await page.getByText('Signed out').waitFor()
  expect(await page.getByText('sms inbox').count()).toBe(1)
  expect(await row.count()).toBe(1)
})

it('is accessible: WCAG 2.2 AA by axe, in light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const path of ['/inbox/open', '/settings/inboxes', '/docs/api']) {
      await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
      expect(await violations(page), `${path} in ${colorScheme}`).toEqual([])
    }
    await page.goto(`${trunkline.url}/inbox/open`)
    await row('Thandi').click()
    await page.getByText('Fibre 50').waitFor()
    expect(await violations(page), `a thread in ${colorScheme}`).toEqual([])
  }
})

it('fits a phone: list, thread and back', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${trunkline.url}/inbox/open`)
  await row('Sipho').click()
  await thread().getByText('over telegram').waitFor()
  await page
    .getByRole('button', { name: /Back/ })
    .or(page.getByRole('link', { name: /Back/ }))
    .first()
    .click()
  await row('Lerato').waitFor()
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(overflow).toBe(0)
})
