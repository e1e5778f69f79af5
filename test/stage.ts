/** The product with its pages, a mailbox that can send, and a browser: for journeys that begin before anybody is signed in. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type MailFake, startMailFake } from './fakes/mail/index.ts'
import { loadPages } from './pages.ts'
import { startTrunkline, type Trunkline } from './trunkline.ts'

const mailbox = 'support@isp.example'

export type Stage = {
  trunkline: Trunkline
  page: Page
  context: BrowserContext
  /** Somebody nobody knows yet sits down: `page` and `context` are new. */
  enter(): Promise<void>
  to(path: string): Promise<unknown>
  /** Fills in the sign-in page; `next` is where it should lead. */
  signIn(who: { email: string; password: string }, next?: string): Promise<void>
  /** The text of the mail that went to this person and holds these words. */
  mailTo(email: string, words: string): Promise<string>
  stop(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const [browser, mail] = await Promise.all([
    openBrowser(),
    startMailFake({ users: [{ address: mailbox, password: 'pw' }] }),
  ])
  const trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  const local = { imapHost: '127.0.0.1', imapSecurity: 'none', smtpHost: '127.0.0.1', smtpSecurity: 'none' }
  const ports = { imapPort: mail.imapPort, smtpPort: mail.smtpPort }
  const account = { address: mailbox, imapUser: mailbox, imapPassword: 'pw' }
  await trunkline.inbox('email', { ...account, ...local, ...ports })
  const stage: Stage = {
    trunkline,
    ...(await sitDown(browser)),
    async enter() {
      // A context that is closed takes this Chromium with it; an empty page costs nothing.
      await stage.page.goto('about:blank')
      Object.assign(stage, await sitDown(browser))
      await trunkline.app.auth.guesses.clear('ask-network', '127.0.0.1')
    },
    to: path => stage.page.goto(`${trunkline.url}${path}`),
    async signIn(who, next = '/settings/security') {
      await stage.to(`/sign-in?next=${next}`)
      await stage.page.getByLabel('Email').fill(who.email)
      await stage.page.getByLabel('Password').fill(who.password)
      await stage.page.getByRole('button', { name: 'Sign in' }).click()
    },
    mailTo: (email, words) => mailTo(mail, email, words),
    async stop() {
      await browser.close()
      await trunkline.close()
      await mail.stop()
    },
  }
  return stage
}

async function sitDown(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const viewport = { width: 1440, height: 900 }
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(12_000)
  return { context, page }
}

/** Quoted-printable undone, as far as links and codes go. */
const textOf = (raw: Buffer) =>
  String(raw)
    .replace(/=\r?\n/g, '')
    .replace(/=3D/g, '=')

async function mailTo(mail: MailFake, email: string, words: string): Promise<string> {
  const sent = await mail.accepted(each => each.to.includes(email) && textOf(each.raw).includes(words))
  return textOf(sent.raw)
}
