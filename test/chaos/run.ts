/**
 * `npm run chaos -- <scenario>`: breaks the running product on purpose and lets the outside world's own books judge.
 * The last line is always `N passed, N failed`; the exit code is 1 when anything failed.
 */
import { parseArgs } from 'node:util'
import type { Checks } from './checks.ts'
import type { Order } from './order.ts'
import { spine } from './spine.ts'

const scenarios: Record<string, { about: string; run(order: Order): Promise<Checks> }> = { spine }

const usage = () => {
  const lines = Object.entries(scenarios).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  return `npm run chaos -- <scenario> [--in 500] [--out 500] [--kills 10] [--seed 1]\n\nScenarios:\n${lines.join('\n')}`
}

/** The scenario and its numbers, or words about what is wrong with them. */
function readOrder(args: string[]): { name: string; order: Order } | string {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      in: { type: 'string', default: '500' },
      out: { type: 'string', default: '500' },
      kills: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
    },
  })
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) return 'Name one scenario.'
  if (!Object.hasOwn(scenarios, name)) return `There is no scenario "${name}".`
  for (const [key, text] of Object.entries(values)) {
    if (!/^\d{1,6}$/.test(text)) return `--${key} takes a whole number; this is "${text}".`
  }
  const order = {
    in: Number(values.in),
    out: Number(values.out),
    kills: Number(values.kills),
    seed: Number(values.seed),
  }
  if (order.in > 9_999 || order.out > 9_999) return 'At most 9999 messages each way.'
  if (order.kills > 200) return 'At most 200 kills.'
  return { name, order }
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
