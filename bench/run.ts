/** `npm run bench -- <name> [flags]`: one side-by-side measurement; its last line is one line of JSON. */
import { fanout } from './fanout.ts'
import { inbound } from './inbound.ts'
import { inbox } from './inbox.ts'
import { signins } from './signins.ts'
import { tenancy } from './tenancy.ts'
import { ui } from './ui.ts'

/** Each takes the flags after its name. */
const benches = new Map<string, (flags: string[]) => Promise<void>>([
  ['fanout', fanout],
  ['inbound', inbound],
  ['inbox', inbox],
  ['signins', signins],
  ['tenancy', tenancy],
  ['ui', ui],
])

const [name, ...flags] = process.argv.slice(2)
const bench = benches.get(name ?? '')
if (bench) {
  try {
    await bench(flags)
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error)
    process.exitCode = 1
  }
} else {
  console.error(`${name ? `There is no bench "${name}". ` : ''}Benches: ${[...benches.keys()].join(', ')}`)
  console.error('Run one with: npm run bench -- inbound --seconds 8 --concurrency 32')
  process.exitCode = 1
}
