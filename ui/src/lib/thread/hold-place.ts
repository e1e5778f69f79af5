/**
 * Remembers where what is on screen stands. What it returns puts that back to where it was, whatever came, went or grew
 * above it meanwhile.
 */
export function holdPlace(box: HTMLElement): () => void {
  const top = box.getBoundingClientRect().top
  const held: { element: Element; top: number }[] = []
  for (const element of box.querySelectorAll('article, [data-place]')) {
    const place = element.getBoundingClientRect()
    if (place.bottom > top && place.height > 0) held.push({ element, top: place.top })
  }
  return () => {
    const still = held.filter(({ element }) => element.isConnected)
    // Messages before heads: what comes in stands between a head and the messages under it.
    const first = still.find(({ element }) => element.matches('article')) ?? still[0]
    if (first) box.scrollTop += first.element.getBoundingClientRect().top - first.top
  }
}
