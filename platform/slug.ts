/** "Fernhill Fibre" -> "fernhill-fibre". Refuses a name without letters or digits: nothing could be typed to reach it. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  if (slug === '') throw new Error('The name of the provider needs at least one letter or digit')
  return slug
}
