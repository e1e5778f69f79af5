/** Things in a row that is wider than its place. */

/** So little more is none. */
const nothingPx = 8

/**
 * Lets a wheel, which turns up and down, move the row sideways; `told` hears whether something is cut off at its end.
 * Returns how to stop.
 */
export function sideways(row: HTMLElement, told: (isCut: boolean) => void): () => void {
  const look = () => told(row.scrollWidth - row.clientWidth - Math.abs(row.scrollLeft) > nothingPx)
  const turn = (event: WheelEvent) => {
    if (event.deltaX !== 0 || row.scrollWidth <= row.clientWidth) return
    event.preventDefault()
    row.scrollLeft += getComputedStyle(row).direction === 'rtl' ? -event.deltaY : event.deltaY
  }
  const sizes = new ResizeObserver(look)
  for (const each of [row, ...row.children]) sizes.observe(each)
  const listening = new AbortController()
  const { signal } = listening
  row.addEventListener('scroll', look, { signal })
  row.addEventListener('wheel', turn, { signal, passive: false })
  return () => {
    sizes.disconnect()
    listening.abort()
  }
}
