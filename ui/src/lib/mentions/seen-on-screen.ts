/** Tells when a note stands on the screen while the page is looked at: then whoever it names has seen it. */
import { mentions } from './mentions.svelte.ts'

/** For `{@attach}` on what shows the note. */
export const seenOnScreen = (messageId: string) => (shown: Element) => {
  let isInSight = false
  const look = () => mentions.look(messageId, isInSight && !document.hidden)
  const watch = new IntersectionObserver(entries => {
    isInSight = entries.at(-1)?.isIntersecting ?? false
    look()
  })
  watch.observe(shown)
  document.addEventListener('visibilitychange', look)
  return () => {
    watch.disconnect()
    document.removeEventListener('visibilitychange', look)
    mentions.look(messageId, false)
  }
}
