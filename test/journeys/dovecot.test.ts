import { ImapFlow } from 'imapflow'
import nodemailer from 'nodemailer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { loadPages } from '../pages.ts'
import { type Dovecot, startDovecot, whyNoDovecot } from '../peers/dovecot.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

const ours = 'support@isp.example'
const hers = 'naledi@customer.example'
const missing = whyNoDovecot()

describe.skipIf(missing !== null)(
  `mail through a real Dovecot${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let trunkline: Trunkline
    let dovecot: Dovecot
    let exchange: MailFake
    let browser: Browser

    beforeAll(async () => {
      ;[dovecot, exchange, browser] = await Promise.all([
        startDovecot([
          { address: ours, password: 'ours' },
          { address: hers, password: 'hers' },
        ]),
        startMailFake({ users: [{ address: ours, password: 'ours' }] }),
        openBrowser(),
      ])
      trunkline = await startTrunkline({ pages: await loadPages() })
      await trunkline.inbox('email', {
        address: ours,
        imapHost: '127.0.0.1',
        imapPort: dovecot.imapPort,
        imapSecurity: 'none',
        imapUser: ours,
        imapPassword: 'ours',
        smtpHost: '127.0.0.1',
        smtpPort: exchange.smtpPort,
        smtpSecurity: 'none',
      })
    }, 120_000)
    afterAll(async () => {
      await browser?.close()
      await trunkline?.close()
      await Promise.all([exchange?.stop(), dovecot?.stop()])
    })

    async function newestInHerMailbox(): Promise<string> {
      const auth = { user: hers, pass: 'hers' }
      const client = new ImapFlow({
        host: '127.0.0.1',
        port: dovecot.imapPort,
        secure: false,
        auth,
        logger: false,
      })
      await client.connect()
      await client.mailboxOpen('INBOX', { readOnly: true })
      const mails = await client.fetchAll('1:*', { source: true })
      await client.logout()
      return mails.at(-1)?.source?.toString() ?? ''
    }

    it('appears in the open inbox, and the reply fetched back over IMAP answers it', async () => {
      const agent = await trunkline.member({ name: 'Aisha Jaffer' })
      const page = await browser.newPage()
      await page.goto(trunkline.url)
      await page.getByLabel('Email').fill(agent.email)
      await page.getByLabel('Password').fill(agent.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(/\/inbox/)

      // The link must be up before the mail comes: a first connection takes what arrives from then on.
      await expect
        .poll(
          async () =>
            (await trunkline.call<{ items: { health: string }[] }>(agent, 'GET', '/api/inboxes')).body
              .items[0]?.health,
          {
            timeout: 20_000,
          },
        )
        .toBe('connected')
      const lmtp = nodemailer.createTransport({
        host: '127.0.0.1',
        port: dovecot.lmtpPort,
        lmtp: true,
        ignoreTLS: true,
      } as object)
      const question = {
        from: `Naledi <${hers}>`,
        to: ours,
        subject: 'Router light',
        text: 'Why is it orange?',
        messageId: '<q1@customer.example>',
      }
      await lmtp.sendMail(question)
      await page.getByText('Why is it orange?').first().waitFor()
      await page.getByText('Naledi', { exact: true }).first().click()
      await page.getByRole('textbox').last().fill('Orange means no signal. We are on our way.')
      await page.keyboard.press('Control+Enter')

      // The exchange hands it to her mail server as any other would.
      const sent = await exchange.accepted(entry => entry.to.includes(hers))
      await dovecot.deliver(ours, hers, sent.raw)
      const fetched = await newestInHerMailbox()
      expect(fetched).toMatch(/^In-Reply-To: <q1@customer\.example>/m)
      expect(fetched).toMatch(/^References:.*<q1@customer\.example>/m)
      expect(fetched).toContain('Orange means no signal.')
      lmtp.close()
    })
  },
)
