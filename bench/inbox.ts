/**
 * The inbox list, its counts and a conversation, asked for over HTTP from a full database, beside bare SQL for the same
 * rows on the same database. By default a tenth of the size that is promised; `--full` measures both and compares them.
 * `--try 'CREATE INDEX …'` measures with an index the product does not have.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { fillInbox } from './inbox-fill.ts'
import { type Measured, measureInbox } from './inbox-measure.ts'
import { multiple } from './inbox-rows.ts'
import { type Installation, openInstallation } from './installation.ts'

const whole = { conversations: 1_000_000, messages: 10_000_000 }
const tenth = { conversations: 100_000, messages: 1_000_000 }
const goals = { p95Ms: 50, searchP95Ms: 200, timesFloor: 2, growth: 1.5 }
/** Indexes of a new database are built without being written twice; what is read stays the same. */
const settings = { wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '8GB' }

type Size = typeof whole
type Round = { size: Size; measured: Measured[]; load: number }

export async function inbox(flags: string[]): Promise<void> {
  const { sizes, ...how } = readFlags(flags)
  const installation = await openInstallation(settings)
  try {
    const rounds: Round[] = []
    for (const size of sizes) rounds.push(await measureAt(installation, size, how))
    report(rounds)
  } finally {
    await installation.close()
  }
}

function readFlags(flags: string[]): How & { sizes: Size[] } {
  const options = {
    full: { type: 'boolean', default: false },
    conversations: { type: 'string', default: String(tenth.conversations) },
    messages: { type: 'string', default: '' },
    calls: { type: 'string', default: '300' },
    try: { type: 'string', default: '' },
  } as const
  const { values } = parseArgs({ args: flags, options })
  const conversations = Number(values.conversations)
  const messages = values.messages ? Number(values.messages) : conversations * 10
  const calls = Number(values.calls)
  if (!(conversations > 0 && conversations <= 5_000_000 && conversations % multiple === 0))
    throw new Error(`--conversations is a multiple of ${multiple}, up to 5000000`)
  if (!(messages > 0 && messages <= 50_000_000 && messages % conversations === 0))
    throw new Error('--messages is a multiple of --conversations, up to 50000000')
  if (!(Number.isInteger(calls) && calls >= 20 && calls <= 10_000)) throw new Error('--calls is 20 to 10000')
  return { sizes: values.full ? [tenth, whole] : [{ conversations, messages }], calls, index: values.try }
}

type How = { calls: number; index: string }

async function measureAt(installation: Installation, size: Size, { calls, index }: How): Promise<Round> {
  const { conversations, messages } = size
  console.log(
    `${conversations} conversations, ${messages} messages (promised for ${whole.conversations} and ${whole.messages}; --full fills them)`,
  )
  const installed = await installation.openProduct(`inbox_${conversations}`)
  const world = await fillInbox(installed, size, index)
  const gigabytes = (world.bytes / 1e9).toFixed(1)
  console.log(`words of the newest tenth of the messages are kept for searching`)
  console.log(`filled in ${world.seconds.toFixed(0)} s, ${gigabytes} GB`)
  const measured = await measureInbox(installed, world, calls)
  const load = loadavg()[0] ?? 0
  await installed.process.stop()
  console.table(
    measured.map(({ what, p50, p95, bareP50, bareP95, floorP95 }) => ({
      what,
      'p50 ms': p50,
      'p95 ms': p95,
      'bare SQL p50': bareP50,
      'bare SQL p95': bareP95,
      'with an empty route p95': floorP95,
      'times that': Number((p95 / floorP95).toFixed(2)),
    })),
  )
  console.log(`machine load ${load.toFixed(2)}`)
  return { size, measured, load }
}

const isSearch = (what: string) => what.startsWith('search')

function report(rounds: Round[]): void {
  const [first, last] = [rounds[0] as Round, rounds.at(-1) as Round]
  const promised = last.measured.filter(({ what }) => /^(list|open)/.test(what))
  const growth = (what: string) => {
    const before = first.measured.find(each => each.what === what)
    const after = last.measured.find(each => each.what === what)
    return before && after ? after.p95 / before.p95 : Number.NaN
  }
  const missed = [
    ...last.measured.flatMap(({ what, p95 }) =>
      p95 < (isSearch(what) ? goals.searchP95Ms : goals.p95Ms) ? [] : `${what}: p95 ${p95} ms`,
    ),
    ...promised.flatMap(({ what, p95, floorP95 }) =>
      p95 <= goals.timesFloor * floorP95 ? [] : `${what}: ${(p95 / floorP95).toFixed(2)} times the floor`,
    ),
    ...last.measured.flatMap(({ what }) =>
      rounds.length < 2 || growth(what) <= goals.growth
        ? []
        : `${what}: grew ${growth(what).toFixed(2)} times`,
    ),
  ]
  for (const line of missed) console.log(`goal missed: ${line}`)
  const worst = (values: number[]) => Number(Math.max(...values).toFixed(2))
  console.log(
    JSON.stringify({
      bench: 'inbox',
      ...last.size,
      load: last.load,
      list_p95_ms: worst(promised.filter(({ what }) => what.startsWith('list')).map(({ p95 }) => p95)),
      open_p95_ms: worst(promised.filter(({ what }) => what.startsWith('open')).map(({ p95 }) => p95)),
      counts_p95_ms: worst(
        last.measured.filter(({ what }) => what.startsWith('counts')).map(({ p95 }) => p95),
      ),
      search_p95_ms: worst(last.measured.filter(({ what }) => isSearch(what)).map(({ p95 }) => p95)),
      worst_times_floor: worst(promised.map(({ p95, floorP95 }) => p95 / floorP95)),
      ...(rounds.length > 1 ? { worst_growth: worst(last.measured.map(({ what }) => growth(what))) } : {}),
      goals_missed: missed.length,
      p95_ms: Object.fromEntries(last.measured.map(({ what, p95, bareP95 }) => [what, [p95, bareP95]])),
    }),
  )
}
