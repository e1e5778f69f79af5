/** What is printed on the way and at the end. */

import type { Verdict } from './judge.ts'
import { killBehind } from './judge-states.ts'
import type { Kill } from './kills.ts'

const startedAt = performance.now()
export const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(8)

export function say(words: string): void {
  console.log(`${seconds()}  ${words}`)
}

export type Counts = {
  said: number
  acknowledged: number
  repeats: Map<number, number>
  kills: Kill[]
}

export function report({ said, acknowledged, repeats, kills }: Counts, { evidence, ledger }: Verdict): void {
  const of = (target: string) => kills.filter(kill => kill.target === target).length
  const times = kills.map(kill => kill.recoveredInMs / 1000).sort((a, b) => a - b)
  const middle = times[Math.floor((times.length - 1) / 2)]
  const states = new Map<string, number>()
  for (const { state } of evidence.written) states.set(state, (states.get(state) ?? 0) + 1)
  console.log(`
  in          ${said} said, ${evidence.received.length} kept, ${evidence.conversations.length} conversations
  out         ${acknowledged} acknowledged, ${ledger.length} in the ledgers
  repeated    ${repeatWords(repeats)}
  states      ${[...states].map(([state, count]) => `${count} ${state}`).join(', ') || 'none'}
  kills       ${of('app')} of the app, ${of('postgres')} of PostgreSQL, ${of('both')} of both at once
  recovery    ${middle === undefined ? 'none' : `p50 ${middle.toFixed(1)} s, max ${times.at(-1)?.toFixed(1)} s`}
  unknown     ${unknownWords({ evidence, ledger }, kills)}
`)
}

function unknownWords({ evidence, ledger }: Verdict, kills: Kill[]): string {
  const unknown = evidence.written.filter(message => message.state === 'unknown')
  if (unknown.length === 0) return 'none'
  const left = new Set(ledger.map(line => line.text))
  const arrived = unknown.filter(message => left.has(message.text)).length
  const by = new Map<string, number>()
  for (const message of unknown) {
    const target = killBehind(message.attempt_at, kills)?.target ?? 'no kill'
    by.set(target, (by.get(target) ?? 0) + 1)
  }
  const causes = [...by].map(([target, count]) => `${count} by ${target}`).join(', ')
  return `${unknown.length} shown to the agent (${causes}); ${arrived} of them had reached the customer`
}

function repeatWords(repeats: Map<number, number>): string {
  const words = [...repeats].map(([status, times]) => `${times} after ${status === 0 ? 'no answer' : status}`)
  return words.length > 0 ? `posts of answers: ${words.join(', ')}` : 'none'
}
