/** The languages the pages speak. app.html has the same ones: it chooses before the first paint. */
export const languages = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'pt', label: 'Português' },
  { value: 'ar', label: 'العربية' },
] as const

export type Language = (typeof languages)[number]['value']

/** The one this page was drawn in. */
export const language = (): Language => {
  const lang = typeof document === 'undefined' ? 'en' : document.documentElement.lang
  return languages.find(({ value }) => value === lang)?.value ?? 'en'
}

/** The one chosen, else the first of the browser's that is spoken here. Pure. */
export function languageFor(chosen: Language | null, browser: readonly string[]): Language {
  const wanted = [chosen ?? '', ...browser].map(each => each.toLowerCase().split('-')[0])
  const known = wanted.flatMap(each => languages.filter(({ value }) => value === each))
  return known[0]?.value ?? 'en'
}

const locales = new Map<string, string>()

/** How dates, numbers and money are written: in the words of the page, as they are in the provider's country. */
export function localeFor(words: Language, home: string): string {
  const key = `${words} ${home}`
  const locale = locales.get(key) ?? joined(words, home)
  locales.set(key, locale)
  return locale
}

function joined(words: Language, home: string): string {
  const { language: theirs, region } = new Intl.Locale(home)
  // Digits as on every key and in every ticket number.
  const digits = words === 'ar' ? '-u-nu-latn' : ''
  return theirs === words ? `${home}${digits}` : `${words}${region ? `-${region}` : ''}${digits}`
}
