/** Each event once, each customer in one conversation, and no state that goes back. */
import type { Checks } from './checks.ts'
import { readEvidence } from './evidence.ts'
import { grouped } from './grouped.ts'
import { judgeStates } from './judge-states.ts'
import type { Taken } from './order-plan.ts'
import { askOwner } from './postmaster.ts'

type Expected = { texts: string[]; taken: Taken[]; people: number }

const lastState = { whatsapp: 'read', sms: 'delivered' } as const

export async function judgeOrder(dataDir: string, expected: Expected, checks: Checks): Promise<void> {
  const evidence = await readEvidence(dataDir)
  const kept = grouped(evidence.received, message => message.text)
  checks.none(
    'nothing is lost',
    expected.texts.filter(text => !kept.has(text)),
  )
  checks.none(
    'nothing is there twice',
    [...kept].flatMap(([text, some]) => (some.length > 1 ? [`"${text}": ${some.length} times`] : [])),
  )
  const known = new Set(expected.texts)
  checks.none(
    'nothing is there that was not said',
    [...kept.keys()].filter(text => !known.has(text)),
  )
  checks.none(
    'there is one conversation per customer',
    evidence.conversations.length === expected.people
      ? []
      : [`${evidence.conversations.length} conversations of ${expected.people} customers`],
  )
  checks.none(
    'the numbers of events have no gap',
    evidence.conversations
      .filter(
        one =>
          one.events !== one.last_seq || one.different !== one.events || one.received !== one.inbound_count,
      )
      .map(one => `${one.id}: ${one.events} events up to ${one.last_seq}`),
  )
  judgeStates(evidence, [], checks)
  checks.none(
    'every answer ends in the last state its provider reported',
    evidence.written
      .filter(one => one.state !== lastState[one.channel === 'sms' ? 'sms' : 'whatsapp'])
      .map(one => `"${one.text}" by ${one.channel}: ${one.state}`),
  )
  checks.none('every answer the provider took is there', missing(expected.taken, evidence.written.length))
  checks.none(
    'nothing is parked',
    evidence.parked.map(one => `${one.key}: ${one.error}`),
  )
  checks.none('every picture has its row', await wrongPictures(dataDir))
}

const missing = (taken: Taken[], written: number): string[] =>
  taken.length === written ? [] : [`${written} answers, ${taken.length} taken`]

/** A message with a caption of an album has exactly one attachment. */
async function wrongPictures(dataDir: string): Promise<string[]> {
  const rows = await askOwner<{ text: string; files: number }>(
    dataDir,
    `SELECT m.text, count(a.id)::int AS files FROM messages m JOIN attachments a ON a.message_id = m.id
     GROUP BY m.id, m.text HAVING count(a.id) <> 1`,
  )
  return rows.map(row => `"${row.text}" has ${row.files}`)
}
