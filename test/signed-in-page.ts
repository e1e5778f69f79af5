/** A page in which somebody is signed in already. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import type { Member, Trunkline } from './trunkline.ts'

/** In a browser of its own: this Chromium runs as one process, where contexts share their cookies. */
export async function signedInPage(
  trunkline: Trunkline,
  member: Member,
  options: Pick<BrowserContextOptions, 'serviceWorkers'> = {},
): Promise<Page> {
  const browser = await openBrowser()
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  await context.addCookies(
    member.cookie.split('; ').map(pair => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: trunkline.url }
    }),
  )
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

export const closeBrowserOf = async (page: Page | undefined): Promise<void> =>
  page?.context().browser()?.close()
