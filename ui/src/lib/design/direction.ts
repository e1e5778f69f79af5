/** Which way the page reads. */
const rightToLeft = new Set([
  'ar',
  'ckb',
  'dv',
  'fa',
  'he',
  'ks',
  'ku',
  'nqo',
  'ps',
  'sd',
  'syr',
  'ug',
  'ur',
  'yi',
])
const leftToRightScripts = /^[a-z]+-Latn\b/i

export type Direction = 'ltr' | 'rtl'

/** Of a language as `lang` has it: "en", "ar-EG". Pure. */
export function directionOf(language: string): Direction {
  const [name = ''] = language.toLowerCase().split('-')
  return rightToLeft.has(name) && !leftToRightScripts.test(language) ? 'rtl' : 'ltr'
}

/** Sets it from the language of the document; `?dir=rtl` in the address is for having a look. */
export function setDirection(search: string): void {
  const { documentElement } = document
  const wanted = new URLSearchParams(search).get('dir')
  documentElement.dir = wanted === 'rtl' || wanted === 'ltr' ? wanted : directionOf(documentElement.lang)
}

/** Where the start and the end of a line are, for what takes only left and right. */
export function physicalSide(side: 'top' | 'bottom' | 'start' | 'end'): 'top' | 'bottom' | 'left' | 'right' {
  if (side === 'top' || side === 'bottom') return side
  return (side === 'start') === (document.documentElement.dir !== 'rtl') ? 'left' : 'right'
}
