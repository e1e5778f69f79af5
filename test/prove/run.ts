/**
 * `npm run prove -- isolation | roles | catalogue | doors`: proves from the list of routes and the database's own catalogue
 * that tenants are apart, roles hold and doors are shut. The last line is always `N passed, N failed`; the exit code is 1
 * when anything failed.
 */
import { catalogue } from './catalogue.ts'
import { Checks } from './checks.ts'
import { doors } from './doors.ts'
import { isolation } from './isolation.ts'
import { roles } from './roles.ts'

/** Each takes the flags after its name, and refuses those it does not know. */
type Proof = { about: string; prove(checks: Checks, flags: string[]): Promise<void>; flags?: true }

const proofs: Record<string, Proof> = {
  isolation: { about: 'nothing of another tenant is seen, changed or heard', prove: isolation },
  roles: { about: 'every route and socket event x every role, against the declared table', prove: roles },
  catalogue: { about: 'row-level security, keys, rights and roles, from pg_catalog', prove: catalogue },
  doors: {
    about:
      'nobody gets in: passwords, codes, tokens, hooks, other sites, private addresses [--seed 7 --only hooks,sites]',
    prove: doors,
    flags: true,
  },
}

const [name, ...flags] = process.argv.slice(2)
const proof = name !== undefined && Object.hasOwn(proofs, name) ? proofs[name] : undefined
if (!proof || (flags.length > 0 && !proof.flags)) {
  const lines = Object.entries(proofs).map(([each, { about }]) => `  ${each.padEnd(10)} ${about}`)
  console.log(`Name one proof: npm run prove -- <proof>\n\n${lines.join('\n')}\n\n0 passed, 1 failed`)
  process.exit(1)
}
// Leaving by process.exit lets the database be ended too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const checks = new Checks()
let broken = 0
try {
  await proof.prove(checks, flags)
} catch (error) {
  broken = 1
  console.log(`  FAILED  the proof broke off: ${error instanceof Error ? error.stack : String(error)}`)
}
console.log(`${checks.passed} passed, ${checks.failed + broken} failed`)
process.exit(checks.failed + broken === 0 ? 0 : 1)
