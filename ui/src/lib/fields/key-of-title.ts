/** The key a field gets from its title: small letters, digits and dashes, a letter first, and none that is taken. Pure. */
const longest = 40

export function keyOfTitle(title: string, taken: readonly string[]): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const dashed = cut(plain.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-+/, ''), longest)
  if (dashed === '') return title.trim() === '' ? '' : free('field', taken)
  return free(/^[a-z]/.test(dashed) ? dashed : cut(`field-${dashed}`, longest), taken)
}

const cut = (key: string, most: number) => key.slice(0, most).replace(/-+$/, '')

function free(key: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : `-${number}`
    const tried = `${cut(key, longest - end.length)}${end}`
    if (!taken.includes(tried)) return tried
  }
}
