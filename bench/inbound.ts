/**
 * From a signed WhatsApp webhook to the live event at an agent's socket: this product with row-level security on, beside
 * a bare floor on the same PostgreSQL, in turns, under the same load. Then the product's latency at half of its maximum.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { closedLoop, type Maximum, openLoop, percentile } from './drive.ts'
import { judge, type Verdict } from './ledger.ts'
import { openPlaces, type Place } from './places.ts'
import { openSide, type Side } from './side.ts'
import { numberOf, senders } from './webhooks.ts'

const rounds = 3
/** Bodies made in advance per second of a closed loop; beyond them they are made on the way. */
const expectedRate = 6_000

type Round = Maximum & { name: string; cpuShare: number }

export async function inbound(flags: string[]): Promise<void> {
  const { seconds, concurrency } = readFlags(flags)
  const places = await openPlaces('floor')
  const sides: Side[] = []
  try {
    for (const place of [places.product, places.beside]) sides.push(await openSide(place, concurrency))
    const [product, floor] = sides as [Side, Side]
    for (const side of sides) await warmUp(side, seconds)
    const done: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      done.push(await measure(product, places.product, seconds))
      done.push(await measure(floor, places.beside, seconds))
    }
    const rate = rateOf(done, 'product')
    const load = loadavg()[0] ?? 0
    const latencies = await openLoop(product, seconds, rate / 2)
    const verdicts = {
      product: await judge(product.ledger, places.product.databaseUrl, numberOf),
      floor: await judge(floor.ledger, places.beside.databaseUrl, numberOf),
    }
    report(done, sides, { latencies, load, verdicts })
  } finally {
    for (const side of sides) side.close()
    await places.close()
  }
}

function readFlags(flags: string[]): { seconds: number; concurrency: number } {
  const options = {
    seconds: { type: 'string', default: '8' },
    concurrency: { type: 'string', default: '32' },
  } as const
  const { values } = parseArgs({ args: flags, options })
  const seconds = Number(values.seconds)
  const concurrency = Number(values.concurrency)
  if (!(seconds > 0 && seconds <= 300)) throw new Error('--seconds is a number above 0, up to 300')
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= senders)) {
    throw new Error(`--concurrency is a whole number from 1 to ${senders}`)
  }
  return { seconds, concurrency }
}

/** Everybody is met and every path is compiled before the clock counts. */
async function warmUp(side: Side, seconds: number): Promise<void> {
  await closedLoop(side, Math.min(3, seconds), expectedRate)
  if (side.ledger.accepted.size < senders)
    throw new Error(`${side.name}: too slow to meet ${senders} senders`)
}

async function measure(side: Side, place: Place, seconds: number): Promise<Round> {
  const before = await place.cpuSeconds()
  const maximum = await closedLoop(side, seconds, expectedRate)
  const cpuShare = ((await place.cpuSeconds()) - before) / maximum.seconds
  return { ...maximum, name: side.name, cpuShare }
}

function rateOf(done: Round[], name: string): number {
  const mine = done.filter(round => round.name === name)
  const sum = (pick: (round: Round) => number) => mine.reduce((total, round) => total + pick(round), 0)
  return sum(round => round.messages) / sum(round => round.seconds)
}

type Outcome = {
  latencies: number[]
  load: number
  verdicts: { product: Verdict; floor: Verdict }
}

function report(done: Round[], sides: Side[], { latencies, load, verdicts }: Outcome): void {
  console.table(
    done.map(round => ({
      side: round.name,
      messages: round.messages,
      'per second': Math.round(round.messages / round.seconds),
      'drained after ms': Math.round(round.drainMs),
      'process CPU %': Math.round(round.cpuShare * 100),
      'machine load': round.load,
    })),
  )
  const rate = rateOf(done, 'product')
  const floorRate = rateOf(done, 'floor')
  const p50 = percentile(latencies, 0.5)
  const p99 = percentile(latencies, 0.99)
  const worst = percentile(latencies, 1)
  console.log(
    `product at ${Math.round(rate / 2)} messages/s: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ` +
      `worst ${worst.toFixed(1)} ms over ${latencies.length} messages (machine load ${load.toFixed(2)})`,
  )
  for (const { name, ledger } of sides) {
    const { lost, duplicated } = verdicts[name as keyof typeof verdicts]
    console.log(
      `${name}: ${ledger.accepted.size} accepted, ${ledger.refused} refused, ${ledger.reposted} posted twice, ` +
        `${lost} lost, ${duplicated} duplicated`,
    )
  }
  console.log(
    JSON.stringify({
      bench: 'inbound',
      msgs_per_s: Math.round(rate),
      floor_msgs_per_s: Math.round(floorRate),
      ratio: Number((rate / floorRate).toFixed(2)),
      p50_ms: Number(p50.toFixed(1)),
      p99_ms: Number(p99.toFixed(1)),
      ...verdicts.product,
    }),
  )
}
