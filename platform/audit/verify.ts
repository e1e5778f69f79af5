/**
 * Whether a trail is what was written: every hash is made again, every number is looked for, and both ends are held
 * against what the head row, sealed starts and exported heads say.
 */
import type { Db } from '../../db/client.ts'
import { firstHash } from './chain.ts'
import { ChainCheck } from './chain-check.ts'
import type { ExportedHead, ExportedHeads } from './exported-heads.ts'
import { findingsOf } from './findings.ts'
import { type Sealer, sealStart } from './seal.ts'
import { type StoredEnds, storedEnds, storedRows } from './stored.ts'

export type Verdict = {
  tenantId: string
  /** Rows read. */
  rows: number
  /** Numbers of the first and last row there should be. */
  from: bigint
  to: bigint
  /** One line each; empty when the trail is whole. */
  findings: string[]
}

type Deps = { db: Db; sealer: Sealer; heads: ExportedHeads }

/** Reading stops after so many faults: by then it is clear that the trail cannot be trusted. */
const mostFaults = 1_000

/**
 * Checks one tenant's trail, a page in memory at a time. `upTo`: only rows up to this number, for instance those about to
 * be dropped. Rows written meanwhile are left to the next time.
 */
export async function verifyAudit(
  { db, sealer, heads }: Deps,
  tenantId: string,
  upTo?: bigint,
): Promise<Verdict> {
  const ends = await storedEnds(db, tenantId)
  const { start, findings } = startOf(ends, tenantId, sealer)
  const exported = heads
    .of(tenantId)
    .filter(head => head.seq > start.seq && (upTo === undefined || head.seq <= upTo))
  const end = upTo ?? ends.head?.seq ?? ends.last ?? start.seq
  const check = new ChainCheck({ start, end, exported: new Map(exported.map(head => [head.seq, head.hash])) })
  const last = upTo ?? ends.last ?? start.seq
  let rows = 0
  for await (const row of storedRows(db, tenantId)) {
    if (BigInt(row.seq) > last || check.faults.length >= mostFaults) break
    check.add(row)
    rows += 1
  }
  const reached = check.finish()
  findings.push(...findingsOf(check.faults, upTo === undefined ? (ends.head?.seq ?? null) : null))
  if (check.faults.length >= mostFaults)
    findings.push(`more than ${mostFaults} faults: the rest was not read`)
  else if (upTo === undefined) findings.push(...tailFindings(ends, reached, exported.at(-1)))
  return { tenantId, rows, from: start.seq + 1n, to: end, findings }
}

/** After older months were dropped the chain goes on from the newest start this installation has sealed. */
function startOf({ starts }: StoredEnds, tenantId: string, sealer: Sealer) {
  const sealed = starts.filter(start => sealStart(sealer, { tenantId, ...start }) === start.seal)
  const findings = starts
    .filter(start => !sealed.includes(start))
    .map(start => `start after row ${start.seq}: not sealed by this installation`)
  return { start: sealed[0] ?? { seq: 0n, hash: firstHash }, findings }
}

type Reached = { seq: bigint; hashes: readonly string[] | null }

function tailFindings(
  { head, last }: StoredEnds,
  reached: Reached,
  newest: ExportedHead | undefined,
): string[] {
  const findings: string[] = []
  if (!head && last !== null) findings.push('the head row is missing')
  const said = [
    ...(head ? [{ seq: head.seq, words: `the head says ${head.seq}` }] : []),
    ...(newest ? [{ seq: newest.seq, words: `the head exported at ${newest.at} says ${newest.seq}` }] : []),
  ]
  const most = said.map(each => each.seq).sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n
  if (most > reached.seq) {
    const rows = most - reached.seq === 1n ? 'the last row was' : `the last ${most - reached.seq} rows were`
    findings.push(`${rows} cut (${said.map(each => each.words).join(', ')})`)
  } else if (head && head.seq === reached.seq && reached.hashes && !reached.hashes.includes(head.hash)) {
    findings.push(
      `row ${head.seq}: does not fit the head: it was changed after it was written, or the head was`,
    )
  }
  return findings
}
