/** What left for customers: everything promised, nothing twice, in order, and honest where nobody can know. */
import type { Checks } from './checks.ts'
import type { Evidence, OutMessage } from './evidence.ts'
import { grouped } from './grouped.ts'
import { judgeStates } from './judge-states.ts'
import type { Kill } from './kills.ts'
import type { LedgerLine } from './ledgers.ts'
import type { Reply } from './load-out.ts'

type OutTrial = { acknowledged: Reply[]; kills: Kill[]; evidence: Evidence; ledger: LedgerLine[] }

export function judgeOut(trial: OutTrial, checks: Checks): void {
  const { acknowledged, evidence, ledger } = trial
  const { written } = evidence
  const byText = grouped(written, message => message.text)
  const broken = acknowledged.filter(reply => {
    const kept = byText.get(reply.text) ?? []
    return kept.length !== 1 || kept[0]?.id !== reply.id || kept[0].conversation_id !== reply.conversationId
  })
  checks.none(
    `each of ${acknowledged.length} acknowledged answers is kept once`,
    broken.map(reply => `"${reply.text}": ${byText.get(reply.text)?.length ?? 0} rows`),
  )
  const promised = new Set(acknowledged.map(reply => reply.text))
  checks.none(
    'no answer is kept that was not acknowledged',
    written.filter(message => !promised.has(message.text)).map(message => `"${message.text}"`),
  )
  judgeLedger(written, ledger, checks)
  judgeOrder(written, ledger, checks)
  judgeStates(evidence, trial.kills, checks)
}

const arrivals: Record<string, readonly number[]> = {
  sent: [1],
  delivered: [1],
  read: [1],
  failed: [0],
  unknown: [0, 1],
}

function judgeLedger(written: OutMessage[], ledger: LedgerLine[], checks: Checks): void {
  const lines = grouped(ledger, line => line.text)
  checks.none(
    'no answer reached its customer twice',
    [...lines].filter(([, some]) => some.length > 1).map(([text, some]) => `${some.length} times: "${text}"`),
  )
  const dishonest = written.flatMap(message => {
    const times = lines.get(message.text)?.length ?? 0
    const fits = arrivals[message.state]?.includes(times)
    return fits ? [] : [`"${message.text}" is ${message.state}, but the ledger has it ${times} times`]
  })
  checks.none('what an answer says of itself agrees with the ledger', dishonest)
  const byText = new Map(written.map(message => [message.text, message]))
  const astray = ledger.flatMap(line => {
    const message = byText.get(line.text)
    if (message?.channel === line.kind && message.address === line.to) return []
    return [`"${line.text}" went to ${line.to} by ${line.kind}, meant for ${message?.address ?? 'nobody'}`]
  })
  checks.none('every ledger entry went where its answer was meant to go', astray)
}

/** A ledger is in the order the provider took things. */
function judgeOrder(written: OutMessage[], ledger: LedgerLine[], checks: Checks): void {
  const byText = new Map(written.map(message => [message.text, message]))
  const sent = ledger.flatMap(line => byText.get(line.text) ?? [])
  const overtaken = [...grouped(sent, message => `${message.conversation_id} ${message.channel}`)].flatMap(
    ([, some]) =>
      some.slice(1).flatMap((message, at) => {
        const before = some[at]
        return before && before.seq > message.seq
          ? [
              `${message.channel}: "${message.text}" (${message.seq}) left after "${before.text}" (${before.seq})`,
            ]
          : []
      }),
  )
  checks.none('answers of a conversation left in the order they were written', overtaken)
}
