/** Web push in this browser: whether it can, whether it does, and in which others this person is told. */
import { session } from '../session/session.svelte.ts'
import { say } from '../words/say.ts'
import { askPermission, permission } from './desktop.ts'
import { hasLeft } from './leave-push.ts'
import { type PushBrowser, pushCalls } from './push-calls.ts'
import { isFor, subscription } from './subscription.ts'

/** Who wants it in this browser: signed in again, they need not ask again. */
const wantedKey = 'trunkline:push'
const wanted = {
  get: () => {
    try {
      return localStorage.getItem(wantedKey)
    } catch {
      return null
    }
  },
  set: (memberId: string | null) => {
    try {
      if (memberId === null) localStorage.removeItem(wantedKey)
      else localStorage.setItem(wantedKey, memberId)
    } catch {
      // A browser that keeps nothing: they are asked again next time.
    }
  },
}

/**
 * - unable: this browser has none
 * - home: an iPhone or iPad, where only what stands on the home screen has it
 * - blocked: they said no, and the browser does not ask again
 */
export type Ability = 'able' | 'unable' | 'home' | 'blocked'

export function ability(): Ability {
  if (permission() === 'denied') return 'blocked'
  if (permission() !== 'unable' && 'PushManager' in globalThis) return 'able'
  const isApple =
    /iPhone|iPad/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  return isApple ? 'home' : 'unable'
}

class Push {
  /** Null until they are known. */
  browsers = $state.raw<PushBrowser[] | null>(null)
  /** Null where the installation sends none. */
  publicKey = $state<string | null>(null)
  /** Whether this browser really has a subscription: its owner may have taken the permission back. */
  isHere = $state(false)

  get current(): PushBrowser | undefined {
    return this.isHere ? this.browsers?.find(one => one.current) : undefined
  }

  async load(): Promise<void> {
    const { publicKey, items } = await pushCalls.read()
    this.publicKey = publicKey
    this.browsers = items
    this.isHere = (await here()) !== null
  }

  /** Asks the person by the browser's own question. False when they said no. */
  async turnOn(): Promise<boolean> {
    if ((await askPermission()) !== 'granted') return false
    await this.#subscribe()
    wanted.set(session.memberId)
    await this.load()
    return true
  }

  async remove({ id, current }: PushBrowser): Promise<void> {
    await pushCalls.remove(id)
    if (current) await giveUp()
    await this.load()
  }

  /** What the push service answered. */
  async test({ id }: PushBrowser): Promise<{ ok: boolean; words: string }> {
    const answer = await pushCalls.test(id)
    await this.load()
    return answer
  }

  /** At the start: as it was wanted here, after another sign-in and with another key of the server too. */
  async renew(): Promise<void> {
    await hasLeft()
    if (session.borrowed || wanted.get() !== session.memberId) return
    if (permission() !== 'granted' || ability() !== 'able') return
    await this.load()
    if (this.publicKey === null) return
    const had = await here()
    const isKnown = this.browsers?.some(one => one.current) ?? false
    // The browser has one and the server does not: it was removed from elsewhere.
    if (had && !isKnown) return giveUp()
    if (!had || !isFor(had, this.publicKey)) await this.#subscribe()
  }

  async #subscribe(): Promise<void> {
    const worker = await navigator.serviceWorker.ready
    if (this.publicKey === null) throw new Error(say`This installation sends no web push.`)
    await pushCalls.subscribe(await subscription(worker, this.publicKey))
  }
}

const here = async (): Promise<PushSubscription | null> => {
  const worker = await navigator.serviceWorker?.getRegistration()
  return (await worker?.pushManager?.getSubscription()) ?? null
}

async function giveUp(): Promise<void> {
  wanted.set(null)
  await (await here())?.unsubscribe()
}

export const push = new Push()
