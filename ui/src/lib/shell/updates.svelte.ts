/** The service worker of this page, and whether a newer version of the app waits for its turn. */
import { dev } from '$app/environment'
import type { ToWorker } from './worker-words.ts'

const lookEveryMs = 30 * 60_000

class Updates {
  /** A new version is ready. Nothing is loaded again until somebody says so: they may be writing. */
  isReady = $state(false)
  #registration: ServiceWorkerRegistration | undefined

  /** Returns how to stop looking. Where there are no service workers the app needs a network, and that is all. */
  start(): () => void {
    if (dev || !('serviceWorker' in navigator)) return () => {}
    const { serviceWorker } = navigator
    // The first worker of all is no new version.
    const hadOne = serviceWorker.controller !== null
    const changed = () => {
      if (hadOne) this.isReady = true
    }
    serviceWorker.addEventListener('controllerchange', changed)
    serviceWorker.register('/service-worker.js').then(
      // Where something stands in the way of workers there is none, and no word of it.
      registration => registration && this.#watch(registration),
      () => {},
    )
    const timer = setInterval(() => this.look(), lookEveryMs)
    return () => {
      serviceWorker.removeEventListener('controllerchange', changed)
      clearInterval(timer)
    }
  }

  /** Asks the server whether there is another version; after a restart there may be. */
  look(): void {
    this.#registration?.update().catch(() => {})
  }

  /** The waiting version takes over, and this page loads it. */
  async reload(): Promise<void> {
    const waiting = this.#registration?.waiting
    if (waiting) {
      const taken = new Promise(resolve =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      )
      waiting.postMessage('take over' satisfies ToWorker)
      await taken
    }
    location.reload()
  }

  #watch(registration: ServiceWorkerRegistration): void {
    this.#registration = registration
    const look = (worker: ServiceWorker | null) => {
      if (worker?.state === 'installed' && navigator.serviceWorker.controller) this.isReady = true
    }
    look(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const { installing } = registration
      installing?.addEventListener('statechange', () => look(installing))
    })
  }
}

export const updates = new Updates()
