/** One encrypted message to one browser's push service, and what came of it. Never throws for what the service does. */
import { createHmac } from 'node:crypto'
import { EgressFailure } from '../../platform/egress/index.ts'
import type { App } from '../app.ts'
import { retryAfterMs } from '../webhooks/backoff.ts'
import { privateWords } from '../webhooks/url.ts'
import type { Browser } from './claim.ts'
import { encrypt } from './encrypt.ts'
import { openKeys } from './keys.ts'
import { bytesOf, mostBytes, type Payload, shorter } from './payload.ts'
import { vapidHeader, vapidKeys } from './vapid.ts'

/**
 * - told: the service took it
 * - gone: the browser does not want it any more; the subscription is over
 * - later: try again, no sooner than `retryAfterMs` from now
 * - refused: this one is not taken, and trying again would not help
 */
export type Outcome = {
  is: 'told' | 'gone' | 'later' | 'refused'
  words: string
  retryAfterMs: number
}

/** Over the whole exchange. */
const timeoutMs = 15_000
const mostAnswerBytes = 65_536
/** A day later nobody wants to hear of it from a notice. */
const ttlS = 86_400
/** What one person is asked for wakes a phone that saves its battery; the rest may wait for it. */
const urgent = new Set(['message', 'mention', 'assigned', 'test'])

const tooLarge = 413

/** A payload that is too large for the service is sent once more, shorter. */
export async function post(app: App, tenantId: string, browser: Browser, payload: Payload): Promise<Outcome> {
  const first = await attempt(app, tenantId, browser, payload)
  const last = first.status === tooLarge ? await attempt(app, tenantId, browser, shorter(payload)) : first
  return outcomeOf(last)
}

type Answer = { status: number | null; words: string; retryAfterMs: number; forbidden?: boolean }

const noAddress: Answer = { status: null, words: 'has no address', retryAfterMs: 0, forbidden: true }

async function attempt(app: App, tenantId: string, browser: Browser, payload: Payload): Promise<Answer> {
  const { endpoint, subscriptionId } = browser
  if (!URL.canParse(endpoint)) return noAddress
  const keys = await openKeys(app, tenantId, subscriptionId, browser.keys)
  const whole = bytesOf(payload)
  const body = encrypt(whole.length > mostBytes ? bytesOf(shorter(payload)) : whole, keys)
  try {
    const now = app.clock.now()
    const answer = await app.egress.http(endpoint, {
      method: 'POST',
      headers: {
        authorization: vapidHeader(ourKeys(app), { endpoint, contact: contactOf(app), now }),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(ttlS),
        urgency: urgent.has(payload.kind) ? 'high' : 'normal',
        topic: topicOf(app, subscriptionId, payload.conversationId ?? payload.kind),
      },
      body,
      timeoutMs,
      maxBytes: mostAnswerBytes,
    })
    return {
      status: answer.status,
      words: `answered ${answer.status}`,
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], now),
    }
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    // Without its own words: they may name the address, which is a secret between the browser and us.
    const words = error.forbidden ? privateWords : 'did not answer'
    return { status: null, words, retryAfterMs: 0, forbidden: error.forbidden }
  }
}

function outcomeOf({ status, words, retryAfterMs, forbidden = false }: Answer): Outcome {
  const as = (is: Outcome['is']): Outcome => ({ is, words, retryAfterMs })
  if (status === null) return as(forbidden ? 'refused' : 'later')
  if (status >= 200 && status < 300) return as('told')
  if (status === 404 || status === 410) return as('gone')
  return as(status === 429 || status >= 500 ? 'later' : 'refused')
}

const known = new WeakMap<App, ReturnType<typeof vapidKeys>>()

/** The pair of this installation. */
export function ourKeys(app: App): ReturnType<typeof vapidKeys> {
  const keys = known.get(app) ?? vapidKeys(app.secrets.derive('web push'))
  known.set(app, keys)
  return keys
}

/** Whom the operator of a push service can reach when something is wrong with what we send. */
const contactOf = ({ config }: App): string =>
  config.publicUrl.startsWith('https://') ? config.publicUrl : `mailto:${config.ADMIN_EMAIL}`

/** The same for the same conversation in the same browser, and nothing anybody could know it by (at most 32 letters). */
const topicOf = (app: App, subscriptionId: string, what: string): string =>
  createHmac('sha256', app.secrets.derive('web push topics'))
    .update(`${subscriptionId} ${what}`)
    .digest('base64url')
    .slice(0, 32)
