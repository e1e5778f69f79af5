/** A real Chromium out of the registry, driven as a person would; CHROMIUM names another one. */
import chromiumBinary from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM || (await chromiumBinary.executablePath())
  return chromium.launch({ executablePath, args: [...chromiumBinary.args, '--no-sandbox'], headless: true })
}
