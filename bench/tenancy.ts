/**
 * What row-level security costs: the product as it is, beside the same product on the same tables without it, in turns,
 * under the load of the inbound bench. One tenant, so that both find the same rows.
 */
import { parseArgs } from 'node:util'
import { closedLoop, type Maximum } from './drive.ts'
import { judge } from './ledger.ts'
import { openPlaces } from './places.ts'
import { openSide, type Side } from './side.ts'
import { numberOf } from './webhooks.ts'

const expectedRate = 6_000

export async function tenancy(flags: string[]): Promise<void> {
  const { values } = parseArgs({
    args: flags,
    options: { seconds: { type: 'string', default: '8' }, rounds: { type: 'string', default: '5' } },
  })
  const seconds = Number(values.seconds)
  const rounds = Number(values.rounds)
  if (!(seconds > 0 && seconds <= 60)) throw new Error('--seconds is a number above 0, up to 60')
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= 20)) throw new Error('--rounds is 1 to 20')
  const places = await openPlaces('unfenced')
  const sides: Side[] = []
  try {
    for (const place of [places.product, places.beside]) sides.push(await openSide(place, 32))
    for (const side of sides) await closedLoop(side, Math.min(3, seconds), expectedRate)
    const rates = await inTurns(sides, rounds, seconds)
    const fenced = median(rates.get('product') ?? [])
    const unfenced = median(rates.get('unfenced') ?? [])
    const verdict = await judge((sides[0] as Side).ledger, places.product.databaseUrl, numberOf)
    console.log(
      JSON.stringify({
        bench: 'tenancy',
        msgs_per_s: Math.round(fenced),
        without_rls_msgs_per_s: Math.round(unfenced),
        loss_percent: Number(((1 - fenced / unfenced) * 100).toFixed(1)),
        ...verdict,
      }),
    )
  } finally {
    for (const side of sides) side.close()
    await places.close()
  }
}

/** Each round the other side begins, so that neither always has the warmer machine. */
async function inTurns(sides: Side[], rounds: number, seconds: number): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(sides.map(side => [side.name, []]))
  const rows: Record<string, unknown>[] = []
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? sides : [...sides].reverse()
    for (const side of order) {
      const maximum: Maximum = await closedLoop(side, seconds, expectedRate)
      const rate = maximum.messages / maximum.seconds
      rates.get(side.name)?.push(rate)
      rows.push({ side: side.name, 'per second': Math.round(rate), 'machine load': maximum.load })
    }
  }
  console.table(rows)
  return rates
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}
