/** Every channel that is posted to: 5,000 single-bit flips, empty secrets and wrong handshakes, over HTTP. */
import { subjects } from '../../channels/conformance-subjects.ts'
import { channels } from '../../channels/index.ts'
import { proveEmptySecrets } from './doors-empty-secrets.ts'
import {
  everyFlip,
  type Flip,
  flipped,
  type Original,
  originalOf,
  saysTheSame,
  spread,
} from './doors-flips.ts'
import { connectInbox, type HookedInbox, postOf, protectedOf, stored } from './doors-hooked-inbox.ts'
import { type Doors, inParallel } from './doors-scene.ts'
import { Wire } from './doors-wire.ts'

const flipsPerHook = 5_000
const connections = 12

export async function proveHooks(doors: Doors): Promise<void> {
  for (const channel of channels.values()) {
    if (!channel.hook) continue
    const subject = subjects.find(each => each.channel.kind === channel.kind)
    doors.checks.holds(`${channel.kind}: samples of its posts`, !!subject?.samples.hook, 'some', 'none')
    if (!subject?.samples.hook) continue
    const inbox = await connectInbox(doors, subject, subject.samples.hook)
    await proveFlips(doors, inbox)
    await proveEmptySecrets(doors, inbox)
  }
}

async function proveFlips(doors: Doors, inbox: HookedInbox): Promise<void> {
  const { at, checks } = doors
  const { kind } = inbox.channel
  const originals: Original[] = []
  const pool: Flip[] = []
  const same: Flip[] = []
  while (pool.length < flipsPerHook) {
    const body = originals.length % 2 === 0 ? inbox.sample.batch : inbox.sample.unknownKind
    const original = originalOf(postOf(inbox, body), protectedOf(inbox))
    originals.push(original)
    for (const flip of everyFlip(original)) (saysTheSame(flip) ? same : pool).push(flip)
  }
  const flips = spread(pool, flipsPerHook, doors.random)
  checks.step(
    `${kind}: ${flips.length} single-bit flips of ${originals.length} posts, ${shares(flips)}; ${bodyWords(inbox)}`,
  )
  const before = await stored(doors)
  await sendAll(doors, flips, (flip, status) =>
    checks.holds(
      `${kind}: bit ${flip.bit} flipped, in its ${flip.part}`,
      status >= 400 && status <= 499,
      'refused with 4xx',
      status === 0 ? 'no answer' : status,
    ),
  )
  checks.same(`${kind}: stored by ${flips.length} flips`, before, await stored(doors))
  await proveOriginals(doors, inbox, { original: originals[0] as Original, same })
  await at.intake.settled()
}

/** The untouched post is taken once, and what says the same as it is the same post again. */
async function proveOriginals(
  doors: Doors,
  { channel, sample }: HookedInbox,
  { original, same }: { original: Original; same: Flip[] },
): Promise<void> {
  const { checks } = doors
  const { kind } = channel
  const wire = new Wire(portOf(doors))
  try {
    const before = await stored(doors)
    checks.same(`${kind}: the untouched post`, 200, await wire.send(original.bytes))
    checks.same(`${kind}: stored by the untouched post`, before + sample.batchItems, await stored(doors))
    checks.same(`${kind}: the untouched post again`, 200, await wire.send(original.bytes))
    checks.same(`${kind}: stored by it again`, before + sample.batchItems, await stored(doors))
    const alike = same.filter(flip => flip.original === original)
    if (alike.length === 0) return
    checks.step(`${kind}: ${alike.length} flips of the case of a percent escape, which change no field`)
    for (const flip of alike) await wire.send(flipped(flip))
    checks.same(
      `${kind}: stored by flips that change no field`,
      before + sample.batchItems,
      await stored(doors),
    )
  } finally {
    wire.close()
  }
}

async function sendAll(doors: Doors, flips: Flip[], judge: (flip: Flip, status: number) => void) {
  const idle = Array.from({ length: connections }, () => new Wire(portOf(doors)))
  try {
    await inParallel(flips, connections, async flip => {
      const wire = idle.pop() as Wire
      judge(flip, await wire.send(flipped(flip)))
      idle.push(wire)
    })
  } finally {
    for (const wire of idle) wire.close()
  }
}

const portOf = ({ at }: Doors) => Number(new URL(at.url).port)

function shares(flips: Flip[]): string {
  const counts = new Map<string, number>()
  for (const { part } of flips) counts.set(part, (counts.get(part) ?? 0) + 1)
  return [...counts].map(([part, count]) => `${count} of their ${part}`).join(', ')
}

const bodyWords = (inbox: HookedInbox) =>
  protectedOf(inbox).body ? 'the timestamp is in the body' : 'the proof is a fixed secret, no body is signed'
