/** How well what was typed fits a name. Both folded. Pure. */

/** 0 fits best; null does not fit. */
export function rankOf(name: string, query: string): number | null {
  if (name.startsWith(query)) return 0
  const words = name.split(/[\s.'’-]+/)
  if (beginWords(words, query.split(/\s+/))) return 1
  if (name.includes(query)) return 2
  if (query.length < 2 || /\s/.test(query)) return null
  const initials = words.map(word => word[0] ?? '').join('')
  if (initials.startsWith(query)) return 3
  return hasInOrder(name, query) ? 4 : null
}

/** Each begins a word of the name, in their order. */
function beginWords(words: string[], beginnings: string[]): boolean {
  let from = 0
  return beginnings.every(beginning => {
    const at = words.findIndex((word, index) => index >= from && word.startsWith(beginning))
    from = at + 1
    return at !== -1
  })
}

function hasInOrder(name: string, letters: string): boolean {
  let at = -1
  return [...letters].every(letter => {
    at = name.indexOf(letter, at + 1)
    return at !== -1
  })
}
