/** Brings a message into sight, gives it the focus, and marks it for a moment. */

const markedMs = 2_500

/** False when it is not there. */
export function pointAt(messageId: string): boolean {
  const shown = document.getElementById(`message-${messageId}`)
  if (!shown) return false
  shown.scrollIntoView({ block: 'center' })
  shown.tabIndex = -1
  shown.focus({ preventScroll: true })
  shown.dataset.marked = ''
  setTimeout(() => delete shown.dataset.marked, markedMs)
  return true
}
