/** What was found wrong -> words for the person who asked. Pure. */
import type { Fault, FaultKind } from './chain-check.ts'
import { findDisplaced } from './displaced.ts'

const range = (from: bigint, to: bigint) => (from === to ? `row ${from}` : `rows ${from} to ${to}`)
const list = (numbers: bigint[]) => `rows ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`

/** One line per finding, in the order of the rows. */
export function findingsOf(faults: readonly Fault[], head: bigint | null): string[] {
  const { reordered, moved, rest } = findDisplaced(faults)
  const lines: { seq: bigint; words: string }[] = [
    ...reordered.map(numbers => ({ seq: numbers[0] ?? 0n, words: `${list(numbers)}: in another order` })),
    ...moved.map(({ seq, at }) => ({ seq, words: `row ${seq}: stands as row ${at}` })),
    ...joined(rest).map(fault => ({
      seq: fault.from,
      words: `${range(fault.from, fault.to)}: ${wordsOf(fault, head)}`,
    })),
  ]
  return lines.sort((a, b) => (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0)).map(line => line.words)
}

function wordsOf({ kind, from }: Fault, head: bigint | null): string {
  const words: Record<FaultKind, string> = {
    changed: 'changed after it was written',
    missing: 'missing',
    inserted: head !== null && from > head ? `inserted (the head says ${head})` : 'inserted',
    beyond: `stands beyond the head, which says ${head}`,
    rewritten: 'written anew: the exported head does not lie on this chain',
  }
  return words[kind]
}

/** Neighbours with the same fault are one finding. */
function joined(faults: readonly Fault[]): Fault[] {
  const sorted = [...faults].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const result: Fault[] = []
  for (const fault of sorted) {
    const last = result.findLast(each => each.kind === fault.kind)
    if (last && (fault.from === last.to + 1n || fault.from === last.to)) last.to = fault.to
    else result.push({ kind: fault.kind, from: fault.from, to: fault.to })
  }
  return result
}
