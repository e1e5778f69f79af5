/**
 * `npm run chaos -- <scenario>`: breaks the running product on purpose and lets the outside world's own books judge.
 * The last line is always `N passed, N failed`; the exit code is 1 when anything failed.
 */
import { parseArgs } from 'node:util'
import type { Checks } from './checks.ts'
import { claims } from './claims.ts'
import type { Order } from './order.ts'
import { order } from './order-storm.ts'
import { realtime } from './realtime.ts'
import { spine } from './spine.ts'

const scenarios: Record<string, { about: string; run(order: Order): Promise<Checks> }> = {
  spine,
  claims,
  realtime,
  order,
}

/** `npm run chaos -- <scenario>` alone means these. */
const usual: Order = {
  seed: 1,
  in: 500,
  out: 500,
  kills: 10,
  events: 10_000,
  sockets: 200,
  cuts: 20,
  restarts: 10,
  agents: 200,
  conversations: 2_000,
}

const usage = () => {
  const lines = Object.entries(scenarios).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  const numbers = Object.entries(usual).map(([name, number]) => `[--${name} ${number}]`)
  return `npm run chaos -- <scenario> ${numbers.join(' ')}\n\nScenarios:\n${lines.join('\n')}`
}

/** The scenario and its numbers, or words about what is wrong with them. */
function readOrder(args: string[]): { name: string; order: Order } | string {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(usual).map(([name, number]) => [
        name,
        { type: 'string' as const, default: String(number) },
      ]),
    ),
  })
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) return 'Name one scenario.'
  if (!Object.hasOwn(scenarios, name)) return `There is no scenario "${name}".`
  for (const [key, text] of Object.entries(values)) {
    if (!/^\d{1,6}$/.test(String(text))) return `--${key} takes a whole number; this is "${text}".`
  }
  const wish = { ...usual }
  for (const name of Object.keys(usual) as (keyof Order)[]) wish[name] = Number(values[name])
  if (wish.in > 9_999 || wish.out > 9_999) return 'At most 9999 messages each way.'
  if (wish.kills > 200 || wish.restarts > 200) return 'At most 200 kills or restarts.'
  if (wish.sockets > 2_000 || wish.events > 100_000 || wish.cuts > 200) {
    return 'At most 2000 sockets, 100000 events and 200 cuts.'
  }
  if (wish.agents < 2 || wish.agents > 2_000) return 'From 2 to 2000 agents.'
  if (wish.conversations < 1 || wish.conversations > 20_000) return 'From 1 to 20000 conversations.'
  return { name, order: wish }
}

function parse(args: string[]): { name: string; order: Order } | string {
  try {
    return readOrder(args)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const parsed = parse(process.argv.slice(2))
if (typeof parsed === 'string') {
  console.log(`${parsed}\n\n${usage()}\n0 passed, 1 failed`)
  process.exit(1)
}
// Leaving by process.exit lets the app be ended too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
let passed = 0
let failed = 1
try {
  const checks = await scenarios[parsed.name]?.run(parsed.order)
  passed = checks?.passed ?? 0
  failed = checks?.failed ?? 1
} catch (error) {
  console.log(`\nThe scenario broke off: ${error instanceof Error ? error.stack : String(error)}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
