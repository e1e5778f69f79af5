/** The storm: which events there are, and in which order their three copies arrive. */
import {
  type Customer,
  type Hooks,
  type Post,
  telegramPost,
  twilioPost,
  twilioStatus,
  whatsappPost,
  whatsappStatus,
} from './order-events.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** An answer a provider took: its id there, whom it went to, and our mark on it. */
export type Taken = { channel: 'whatsapp' | 'sms'; id: string; to: string; ref: string | null }

type Timed = { at: number; post: Post }

const copies = 3
const hourMs = 3_600_000
/** A copy arrives up to this much later than it was sent. */
const latestMs = 600_000
const albumSize = 10
/** A PNG of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChAGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const states = { whatsapp: ['sent', 'delivered', 'read'], sms: ['sent', 'delivered'] } as const

/** `chats`: how many people write by Telegram. */
export type Plan = { posts: Post[]; texts: string[]; chats: number }

/** A phone writes by WhatsApp and by SMS, a Telegram chat is somebody else. */
export const inventCustomers = (count: number): Customer[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `Customer ${at}`,
    phone: `+2782444${String(at).padStart(4, '0')}`,
    chatId: 730_000_000 + at,
  }))

type Scene = { world: World; hooks: Hooks; customers: Customer[]; random: Random }

/** `total` events: every state of the answers, one album in a hundred, and messages of all kinds for the rest. */
export function planStorm(scene: Scene, total: number, taken: Taken[]): Plan {
  const { world, hooks, random } = scene
  const begin = Date.now() - hourMs
  const moment = () => new Date(begin + random.whole(0, hourMs))
  const timed: Timed[] = []
  const texts: string[] = []
  const chats = new Set<number>()
  const say = (events: Post, at: Date) => void timed.push({ at: at.getTime(), post: events })
  for (const one of taken) {
    const at = moment()
    states[one.channel].forEach((status, step) => {
      const when = new Date(at.getTime() + step * 1_000)
      const report = { ...one, status, at: when }
      say(
        one.channel === 'sms' ? twilioStatus(world, hooks, report) : whatsappStatus(world, hooks, report),
        when,
      )
    })
  }
  let left = total - timed.length
  const next = (at: Date) => {
    const words = `storm ${texts.length + 1}`
    texts.push(words)
    left -= 1
    return { customer: random.pick(scene.customers), text: words, at }
  }
  while (left > 0) {
    const at = moment()
    if (left >= albumSize && random.chance(0.01)) for (const post of album(scene, next, at)) say(post, at)
    else say(oneMessage(scene, next(at), texts.length, chats), at)
  }
  return { posts: shuffled(timed, random), texts, chats: chats.size }
}

type Next = (at: Date) => { customer: Customer; text: string; at: Date }

/** Ten pictures of one person: in one post, or in one each. */
function album({ world, hooks, random }: Scene, next: Next, at: Date): Post[] {
  const first = next(at)
  const said = Array.from({ length: albumSize }, (_, place) =>
    place === 0 ? first : { ...next(at), customer: first.customer },
  )
  const media = said.map(() => world.fakes.whatsapp.addMedia(picture, 'image/png'))
  if (random.chance(0.5)) return [whatsappPost(world, hooks, said, media)]
  return said.map((one, place) => whatsappPost(world, hooks, [one], media.slice(place, place + 1)))
}

function oneMessage(
  { world, hooks, random }: Scene,
  said: ReturnType<Next>,
  number: number,
  chats: Set<number>,
): Post {
  const choice = random.next()
  if (choice < 0.5) return whatsappPost(world, hooks, [said])
  if (choice < 0.75) return twilioPost(world, hooks, said)
  chats.add(said.customer.chatId)
  return telegramPost(hooks, 900_000_000 + number, said)
}

function shuffled(timed: Timed[], random: Random): Post[] {
  return timed
    .flatMap(({ at, post }) =>
      Array.from({ length: copies }, () => ({ at: at + random.whole(0, latestMs), post })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ post }) => post)
}
