/** Rows that are whole, but stand in another's place: told as what they are, not as two changed ones. Pure. */
import { hashOf } from './chain.ts'
import type { Fault } from './chain-check.ts'
import type { StoredRow } from './stored.ts'

export type Displaced = {
  /** Numbers whose rows stand in one another's places. */
  reordered: bigint[][]
  /** A row that stands under another number, its own being empty. */
  moved: { seq: bigint; at: bigint }[]
  rest: Fault[]
}

/** Every pair is compared, so no more than these are. */
const mostCompared = 100

/** Takes apart what was found, by trying each broken row under the numbers that are broken or missing. */
export function findDisplaced(faults: readonly Fault[]): Displaced {
  const broken = faults.flatMap(fault => (fault.row ? [fault.row] : [])).slice(0, mostCompared)
  const gaps = faults
    .filter(fault => fault.kind === 'missing' && fault.from === fault.to)
    .slice(0, mostCompared)
  const truth = new Map<bigint, bigint>()
  for (const row of broken) {
    const seq = trueNumber(row, broken, gaps)
    if (seq !== undefined) truth.set(BigInt(row.seq), seq)
  }
  const reordered = cyclesOf(truth)
  const inCycle = new Set(reordered.flat())
  const empty = new Set(gaps.map(gap => gap.from))
  const moved = [...truth].flatMap(([at, seq]) => (empty.has(seq) ? [{ seq, at }] : []))
  const told = new Set([...inCycle, ...moved.flatMap(each => [each.seq, each.at])])
  return { reordered, moved, rest: faults.filter(fault => fault.from !== fault.to || !told.has(fault.from)) }
}

/** The number this row, or what it says, was written under. */
function trueNumber(row: StoredRow, broken: StoredRow[], gaps: Fault[]): bigint | undefined {
  for (const other of broken) {
    if (other === row || other.seq === row.seq) continue
    const there = { ...row, seq: other.seq }
    const then = { ...there, atUs: other.atUs }
    const fits =
      hashOf(row.previousHash, there) === row.hash ||
      hashOf(row.previousHash, then) === row.hash ||
      hashOf(other.previousHash, then) === other.hash
    if (fits) return BigInt(other.seq)
  }
  const gap = gaps.find(({ from }) => hashOf(row.previousHash, { ...row, seq: String(from) }) === row.hash)
  return gap?.from
}

/** place -> number of what stands there, held to closed rings: 7 -> 8 -> 7. */
function cyclesOf(truth: Map<bigint, bigint>): bigint[][] {
  const cycles: bigint[][] = []
  const done = new Set<bigint>()
  for (const first of truth.keys()) {
    const ring: bigint[] = []
    let at: bigint | undefined = first
    while (at !== undefined && !done.has(at)) {
      done.add(at)
      ring.push(at)
      at = truth.get(at)
    }
    if (at === first && ring.length > 1) cycles.push(ring.sort((a, b) => (a < b ? -1 : 1)))
  }
  return cycles
}
