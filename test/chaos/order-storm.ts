/** Webhooks in any order and three times each, from sixteen senders at once. */
import { setTimeout as delay } from 'node:timers/promises'
import { newId } from '../../platform/ids.ts'
import type { Checks } from './checks.ts'
import { type Desk, mustBe, signIn } from './desk.ts'
import { firstStartMs, type Ground, onGround } from './ground.ts'
import type { Order } from './order.ts'
import { type Hooks, type Post, twilioPost, webhookSecret, whatsappPost } from './order-events.ts'
import { judgeOrder } from './order-judge.ts'
import { inventCustomers, planStorm, type Taken } from './order-plan.ts'
import { untilQuiet } from './quiet.ts'
import { createRandom } from './random.ts'
import { say } from './report.ts'
import type { World } from './world.ts'

export const order = {
  about: 'webhooks shuffled and three times each: nothing lost, nothing twice, no state backwards',
  run: (wish: Order): Promise<Checks> =>
    onGround(
      { seed: wish.seed, limitMs: 300_000 + wish.events * 60, autoReceipts: false },
      (ground, checks) => throughStorm(wish, ground, checks),
    ),
}

const senders = 16
const customersCount = 160
/** Of all events, so many are states of answers; an answer has two or three. */
const answersPerEvent = 0.08

async function throughStorm(wish: Order, ground: Ground, checks: Checks): Promise<void> {
  const { world, dataDir, app, signal } = ground
  say(`starting, seed ${wish.seed}`)
  await app.start(firstStartMs)
  const desk = await signIn(app.url, await app.firstSignIn())
  const hooks = await connectHooks(desk, world)
  const customers = inventCustomers(customersCount)
  const chance = (part: number) => createRandom(wish.seed * 1_000 + part)
  const hello = customers.map((customer, at) => ({ customer, text: `hello ${at}`, at: new Date() }))
  const again = hello.map(one => ({ ...one, text: `${one.text} by SMS` }))
  const refused = await postAll(
    [
      ...hello.map(one => whatsappPost(world, hooks, [one])),
      ...again.map(one => twilioPost(world, hooks, one)),
    ],
    signal,
  )
  const met = await untilQuiet(world, dataDir, hello.length + again.length)
  checks.none('everybody is met', met)
  await answerSome(desk, Math.ceil(wish.events * answersPerEvent))
  checks.none('every answer goes out', await untilQuiet(world, dataDir, 0))
  const taken = takenBy(world)
  say(`${taken.length} answers are with their providers`)
  const plan = planStorm({ world, hooks, customers, random: chance(1) }, wish.events, taken)
  say(`${plan.posts.length} posts from ${senders} senders`)
  const begun = performance.now()
  refused.push(...(await postAll(plan.posts, signal)))
  const tookMs = performance.now() - begun
  say(
    `posted in ${(tookMs / 1000).toFixed(1)} s, ${Math.round((plan.posts.length / tookMs) * 1000)} a second`,
  )
  const texts = [...hello, ...again].map(one => one.text).concat(plan.texts)
  checks.none('everything comes to its end', await untilQuiet(world, dataDir, texts.length))
  checks.none('no post is refused', refused)
  checks.none('the app never ends by itself', app.ownEnds)
  await judgeOrder(dataDir, { texts, taken, people: customers.length + plan.chats }, checks)
}

/** The three inboxes, each with the address its provider posts to. */
async function connectHooks(desk: Desk, world: World): Promise<Hooks> {
  const hooks: Hooks = { whatsapp: '', sms: '', telegram: '' }
  for (const kind of ['whatsapp', 'sms', 'telegram'] as const) {
    const more = kind === 'telegram' ? { mode: 'webhook', webhookSecret } : {}
    const wish = { id: newId(), channel: kind, name: kind, settings: { ...world.settings[kind], ...more } }
    const inbox = mustBe<{ hookUrl: string | null }>(kind, await desk.call('POST', '/api/inboxes', wish))
    hooks[kind] = inbox.hookUrl ?? ''
  }
  return hooks
}

type Row = { id: string; inboxIds: string[] }

/** Answers in every conversation in turn, by WhatsApp and by SMS; each agent waits for the answer to the last. */
async function answerSome(desk: Desk, count: number): Promise<void> {
  const rows: Row[] = []
  let cursor = ''
  do {
    const path = `/api/conversations?limit=100${cursor && `&cursor=${cursor}`}`
    const page = mustBe<{ items: Row[]; next: string | null }>(path, await desk.call('GET', path))
    rows.push(...page.items)
    cursor = page.next ?? ''
  } while (cursor)
  const wanted = Array.from({ length: count }, (_, at) => at)
  await inTurn(wanted, async at => {
    const row = rows[at % rows.length] as Row
    const inboxId = row.inboxIds[Math.floor(at / rows.length) % row.inboxIds.length]
    const body = { id: newId(), text: `answer ${at}`, inboxId, lastSeenSeq: 1_000_000, sendAnyway: true }
    mustBe('answer', await desk.call('POST', `/api/conversations/${row.id}/replies`, body))
  })
}

const takenBy = ({ fakes }: World): Taken[] => [
  ...fakes.whatsapp.ledger.map(({ to, wamid, ref }) => ({
    channel: 'whatsapp' as const,
    id: wamid,
    to,
    ref,
  })),
  ...fakes.twilio.ledger.map(({ to, sid, ref }) => ({ channel: 'sms' as const, id: sid, to, ref })),
]

/** Every post until it is taken; what came back that a provider would not repeat, in words. */
async function postAll(posts: Post[], signal: AbortSignal): Promise<string[]> {
  const refused: string[] = []
  await inTurn(posts, async ({ url, headers, body }) => {
    for (let status = 0; status < 200 && !signal.aborted; ) {
      status = await post(url, headers, body)
      if (status >= 300 && status < 500) refused.push(`${status} to ${body.slice(0, 100)}`)
      // No answer, or 5xx: the provider tries again.
      if (status === 0 || status >= 500) {
        status = 0
        await delay(100)
      }
    }
  })
  return refused
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}

/** Sixteen at a time, each taking the next one. */
async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const line = items.values()
  const sender = async () => {
    for (const item of line) await work(item)
  }
  await Promise.all(Array.from({ length: senders }, sender))
}
