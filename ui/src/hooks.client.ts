import { language } from './lib/words/languages.ts'
import { speak } from './lib/words/say.ts'

const catalogues = {
  de: () => import('./lib/words/de.json'),
  pt: () => import('./lib/words/pt.json'),
  ar: () => import('./lib/words/ar.json'),
}

/** Kit waits for this before it loads a page, so words at the top of modules are in the right language too. */
export async function init(): Promise<void> {
  const chosen = language()
  if (chosen === 'en') return
  // Out of reach, English is better than nothing.
  const found = await catalogues[chosen]().catch(() => null)
  if (found) speak(chosen, found.default)
}
