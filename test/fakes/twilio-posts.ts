/** What the fake Twilio posts to the product: signed, and repeated with back-off until it is taken with a 2xx. */
import { setTimeout as after } from 'node:timers/promises'
import { twilioSignature } from './twilio-signature.ts'

const firstPauseMs = 25
const longestPauseMs = 1_000

export class TwilioPosts {
  private readonly authToken: string
  private readonly stopping = new AbortController()
  private readonly running = new Set<Promise<void>>()

  constructor(authToken: string) {
    this.authToken = authToken
  }

  /** Posts these in order, each only when the one before was taken. The app may be down meanwhile. */
  inOrder(posts: { url: string; fields: Record<string, string> }[]) {
    const work = this.deliver(posts).finally(() => this.running.delete(work))
    this.running.add(work)
  }

  /** How many chains of posts are not yet taken. */
  pending() {
    return this.running.size
  }

  /** Resolves when everything was taken (or the fake was stopped). */
  async idle() {
    while (this.running.size > 0) await Promise.all(this.running)
  }

  async stop() {
    this.stopping.abort()
    await this.idle()
  }

  private async deliver(posts: { url: string; fields: Record<string, string> }[]) {
    for (const { url, fields } of posts) {
      let pauseMs = firstPauseMs
      while (!this.stopping.signal.aborted && !(await this.taken(url, fields))) {
        await after(pauseMs, undefined, { ref: false, signal: this.stopping.signal }).catch(() => {})
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
  }

  private async taken(url: string, fields: Record<string, string>): Promise<boolean> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'x-twilio-signature': twilioSignature(this.authToken, url, fields),
        },
        body: new URLSearchParams(fields).toString(),
        redirect: 'manual',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(10_000)]),
      })
      await answer.arrayBuffer()
      return answer.ok
    } catch {
      return false // refused or reset: the app may just be starting
    }
  }
}
