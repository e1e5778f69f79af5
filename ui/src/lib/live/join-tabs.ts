/** Puts this page among the tabs of one person in this browser: exactly one of them has the socket. */
import { v7 as uuidv7 } from 'uuid'
import { LeadLock } from './lead-lock.ts'
import { openSocket } from './open-socket.ts'
import { Tab, type TabEars } from './tab.ts'
import type { TabWord } from './tab-words.ts'

const heartbeatMs = 15_000
const watchMs = 2_500

type Joining = {
  /** Tabs of another person, or of somebody who looks through this person's eyes, have a socket of their own. */
  scope: string
  ears: TabEars
  news(): { name: string; payload: unknown }[]
}

export type Joined = { tab: Tab; leave(): void }

export function joinTabs(joining: Joining): Joined {
  const name = `trunkline:socket:${joining.scope}`
  // Over plain http, and in old browsers, there are no locks: then each tab has a socket of its own.
  const locks = navigator.locks as LockManager | undefined
  const channel = locks && 'BroadcastChannel' in window ? new BroadcastChannel(name) : undefined
  const tab = new Tab({
    id: uuidv7(),
    ears: joining.ears,
    news: joining.news,
    connect: openSocket,
    post: word => channel?.postMessage(word),
    now: Date.now,
  })
  const look = () => tab.seen(!document.hidden)
  look()
  document.addEventListener('visibilitychange', look)
  const beating = setInterval(() => tab.place(), heartbeatMs)
  const rest = locks && channel ? among(tab, name, { locks, channel }) : alone(tab)
  return {
    tab,
    leave() {
      document.removeEventListener('visibilitychange', look)
      clearInterval(beating)
      tab.leave()
      rest()
    },
  }
}

function alone(tab: Tab): () => void {
  tab.lead()
  return () => {}
}

function among(
  tab: Tab,
  name: string,
  { locks, channel }: { locks: LockManager; channel: BroadcastChannel },
): () => void {
  channel.onmessage = ({ data }: MessageEvent<TabWord>) => tab.hear(data)
  tab.ask(true)
  const lock = new LeadLock(name, locks, { lead: () => tab.lead(), follow: () => tab.follow() })
  const watch = () => tab.watch() && lock.takeOver()
  const watching = setInterval(watch, watchMs)
  return () => {
    clearInterval(watching)
    channel.close()
    lock.leave()
  }
}
