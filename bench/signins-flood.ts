/**
 * The flood, in a process of its own: sign-ins at a steady rate, whatever they are answered, from many addresses. Half of
 * them name nobody, four in ten have a wrong password, one in ten the right one.
 */
import { Agent, request } from 'undici'
import { people } from './signins-people.ts'

export type FloodOrder = { url: string; rate: number; seconds: number; password: string }

/** What the tries were answered. */
export type Flood = {
  tried: number
  seconds: number
  signedIn: number
  wrong: number
  /** 429 because too many came at once. */
  busy: number
  /** 429 because too many guesses came before. */
  locked: number
  /** Anything else, by what it was. */
  other: Record<string, number>
  slowestMs: number
}

const order: FloodOrder = JSON.parse(process.env.FLOOD_ORDER ?? '{}')
const agent = new Agent({ connections: 300, headersTimeout: 30_000, bodyTimeout: 30_000 })
const flood: Flood = {
  tried: 0,
  seconds: 0,
  signedIn: 0,
  wrong: 0,
  busy: 0,
  locked: 0,
  other: {},
  slowestMs: 0,
}
const chosen = (most: number) => Math.floor(Math.random() * most)

process.on('disconnect', () => process.exit(1))
process.send?.('started')
await pour()
process.send?.(flood, () => process.exit(0))

/** Every try goes out when it is due; those due while this process was busy go out together. */
async function pour(): Promise<void> {
  const total = Math.round(order.rate * order.seconds)
  const startedAt = performance.now()
  const open = new Set<Promise<void>>()
  while (flood.tried < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * order.rate) + 1)
    for (; flood.tried < due; flood.tried += 1) {
      const one = tryOne().finally(() => open.delete(one))
      open.add(one)
    }
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  flood.seconds = (performance.now() - startedAt) / 1000
  await Promise.all(open)
}

async function tryOne(): Promise<void> {
  const from = performance.now()
  try {
    const { statusCode, body } = await request(`${order.url}/api/auth/sign-in/email`, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: order.url,
        'x-forwarded-for': `198.${18 + chosen(2)}.${chosen(256)}.${1 + chosen(254)}`,
      },
      body: JSON.stringify(credentials()),
    })
    note(statusCode, await body.text())
  } catch (error) {
    noteOther(error instanceof Error ? error.message : String(error))
  }
  flood.slowestMs = Math.max(flood.slowestMs, Math.round(performance.now() - from))
}

function credentials(): { email: string; password: string } {
  const dice = Math.random()
  if (dice < 0.5) return { email: `nobody-${chosen(1e9)}@${people.domain}`, password: 'a wrong password' }
  const email = people.emailOf(chosen(people.count))
  return { email, password: dice < 0.9 ? 'a wrong password' : order.password }
}

function note(status: number, text: string): void {
  if (status === 200) flood.signedIn += 1
  else if (status === 401) flood.wrong += 1
  else if (status === 429 && /at once/.test(text)) flood.busy += 1
  else if (status === 429) flood.locked += 1
  else noteOther(String(status))
}

function noteOther(what: string): void {
  flood.other[what] = (flood.other[what] ?? 0) + 1
}
