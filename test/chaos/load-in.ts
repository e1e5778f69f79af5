/** Customers writing on all four channels while the product is killed; every text is one of its kind. */
import type { Pace } from './pace.ts'
import { addressOn, type Person } from './people.ts'
import type { Random } from './random.ts'
import { type Kind, ourMailbox, ourSmsNumber, type World } from './world.ts'

export type Said = { text: string; kind: Kind; person: Person; at: Date }

const words = [
  'no link light',
  'slow tonight',
  'please call back',
  'invoice again',
  'router blinks',
  'thanks',
]

export type LoadIn = {
  said: Said[]
  /** Everybody once on each channel of theirs, so that there are conversations; at most a third of the load. */
  introduce(): Promise<void>
  /** The rest, at this pace. */
  run(pace: Pace): Promise<void>
}

export function createLoadIn(world: World, people: Person[], total: number, random: Random): LoadIn {
  const said: Said[] = []
  /** Last mail from or to this person, for answers that belong to a thread. */
  const lastMail = new Map<Person, string>()
  const next = (person: Person, kind: Kind): Said => {
    const text = `in ${String(said.length + 1).padStart(4, '0')} ${random.pick(words)}`
    const one = { text, kind, person, at: new Date() }
    said.push(one)
    return one
  }
  const oneFrom = (person: Person, kind: Kind) => write(world, next(person, kind), lastMail, random)

  /** Several people's messages in one post, as Meta sends them when it is busy. */
  function batch(writers: Person[]): void {
    const messages = writers.map(person => next(person, 'whatsapp'))
    world.fakes.whatsapp.batch(messages.map(inBatch))
  }
  const onWhatsapp = people.filter(person => person.kinds.includes('whatsapp'))
  return {
    said,
    async introduce() {
      for (const person of people)
        for (const kind of person.kinds) if (said.length < total / 3) await oneFrom(person, kind)
    },
    async run(pace) {
      while (said.length < total) {
        await pace.wait(total - said.length)
        const most = Math.min(total - said.length, 6)
        if (most >= 2 && onWhatsapp.length > 0 && random.chance(0.05)) {
          batch(random.shuffled(onWhatsapp).slice(0, random.whole(2, most)))
          continue
        }
        const person = random.pick(people)
        await oneFrom(person, random.pick(person.kinds))
      }
    },
  }
}

const inBatch = ({ person, text }: Said) => ({ phone: person.phone, name: person.name, text })

async function write(
  { fakes }: World,
  one: Said,
  lastMail: Map<Person, string>,
  random: Random,
): Promise<void> {
  const { person, kind, text } = one
  if (kind === 'telegram') fakes.telegram.customerSays({ chatId: person.chatId, name: person.name, text })
  if (kind === 'whatsapp') fakes.whatsapp.customerSays(inBatch(one))
  if (kind === 'sms') {
    fakes.twilio.customerTexts({ from: addressOn(person, kind), to: ourSmsNumber, body: text })
  }
  if (kind !== 'email') return
  const answered = random.chance(0.7) ? lastMail.get(person) : undefined
  const id = await fakes.mail.customerWrites({
    from: person.email,
    name: person.name,
    to: ourMailbox,
    subject: answered ? 'Re: My line' : 'My line',
    text,
    ...(answered ? { inReplyTo: answered, references: [answered] } : {}),
  })
  lastMail.set(person, id)
}
