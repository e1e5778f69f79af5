/** The number in the title of the tab, and the dot on its icon. */
import { live } from '../live/live.svelte.ts'
import { mentions } from '../mentions/mentions.svelte.ts'
import { marked } from './marked.ts'

const icon = () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')

/** Pages set their titles; the number is put before whatever they say. Returns how to stop. */
export function markTab(): () => void {
  let count = 0
  const put = () => {
    const title = marked(document.title, count)
    if (title !== document.title) document.title = title
  }
  const watch = new MutationObserver(put)
  watch.observe(document.head, { subtree: true, childList: true, characterData: true })
  const end = $effect.root(() => {
    $effect(() => {
      count = (live.counts?.mine ?? 0) + mentions.unseen
      put()
      icon()?.setAttribute('href', count > 0 ? '/favicon-dot.svg' : '/favicon.svg')
    })
  })
  return () => {
    end()
    count = 0
    watch.disconnect()
    put()
    icon()?.setAttribute('href', '/favicon.svg')
  }
}
