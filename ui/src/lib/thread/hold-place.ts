/**
 * Remembers where what is on screen stands. What it returns puts that back to where it was, whatever came, went or grew
 * above it meanwhile. It goes by lower edges: the first message loses its head when another of the same voice comes
 * in above it.
 */
export function holdPlace(box: HTMLElement): () => void {
  const top = box.getBoundingClientRect().top
  const held: { element: Element; bottom: number }[] = []
  for (const element of box.querySelectorAll('article, [data-place]')) {
    const { bottom, height } = element.getBoundingClientRect()
    if (bottom > top && height > 0) held.push({ element, bottom })
  }
  return () => {
    const still = held.filter(({ element }) => element.isConnected)
    // Messages before heads: what comes in stands between a head and the messages under it.
    const first = still.find(({ element }) => element.matches('article')) ?? still[0]
    if (first) box.scrollTop += first.element.getBoundingClientRect().bottom - first.bottom
  }
}
