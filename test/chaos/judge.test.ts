import { expect, test } from 'vitest'
import { Checks } from './checks.ts'
import type { Evidence, OutMessage } from './evidence.ts'
import { judgeConversations } from './judge-conversations.ts'
import { judgeIn } from './judge-in.ts'
import { judgeOut } from './judge-out.ts'
import type { Kill } from './kills.ts'
import type { LedgerLine } from './ledgers.ts'

const at = new Date('2026-01-05T10:00:00Z')
const person = {
  name: 'Carla Sample',
  kinds: ['sms' as const],
  email: 'carla.sample@customers.example',
  phone: '+27821230001',
  chatId: 1,
}
const said = [{ text: 'in 0001', kind: 'sms' as const, person, at }]
const place = { conversation_id: 'c', contact_id: 'p', address: person.phone }
const answer: OutMessage = {
  ...{ id: 'm1', text: 'out 0001', channel: 'sms', conversation_id: 'c', seq: 2, state: 'sent' },
  ...{ state_words: null, address: person.phone, attempt_at: at, attempts: 1 },
}
const second: OutMessage = { ...answer, id: 'm2', text: 'out 0002', seq: 3 }
const line: LedgerLine = { kind: 'sms', to: person.phone, text: 'out 0001', at }
const path = (id: string, ...states: string[]) => states.map(state => ({ message_id: id, state }))

function evidence(change: Partial<Evidence> = {}): Evidence {
  const row = { id: 'c', contact_id: 'p', thread: 'chat', status: 'open', last_seq: 4, inbound_count: 1 }
  return {
    received: [{ text: 'in 0001', channel: 'sms', ...place }],
    written: [answer],
    conversations: [{ ...row, events: 4, different: 4, first: 1, last: 4, received: 1 }],
    changes: path('m1', 'queued', 'sending', 'sent'),
    parked: [],
    strayContacts: [],
    ...change,
  }
}

function inFailures(change: Partial<Evidence>): number {
  const checks = new Checks(() => {})
  judgeIn(said, evidence(change), checks)
  judgeConversations(said, evidence(change), checks)
  return checks.failed
}

function outFailures(
  change: Partial<Evidence>,
  ledger: LedgerLine[],
  kills: Kill[] = [],
  promised = change.written?.length ?? 1,
): number {
  const checks = new Checks(() => {})
  const acknowledged = ['1', '2'].slice(0, promised).map(number => ({
    ...{ id: `m${number}`, text: `out 000${number}`, conversationId: 'c', inboxId: 'i' },
  }))
  judgeOut({ acknowledged, kills, evidence: evidence(change), ledger }, checks)
  return checks.failed
}

test('an honest product passes every check', () => {
  expect(inFailures({})).toBe(0)
  expect(outFailures({}, [line])).toBe(0)
})

test('a message that is lost, there twice, invented, misplaced or parked is found', () => {
  const [kept] = evidence().received
  if (!kept) throw new Error('the honest evidence has a message')
  expect(inFailures({ received: [] })).toBe(1)
  expect(inFailures({ received: [kept, kept] })).toBe(1)
  expect(inFailures({ received: [kept, { ...kept, text: 'in 9999' }] })).toBe(1)
  expect(inFailures({ received: [{ ...kept, address: '+27821230002' }] })).toBe(1)
  expect(inFailures({ parked: [{ key: 'SM1', error: 'no' }] })).toBe(1)
})

test('a second chat, a gap, a number taken twice and a wrong count are found', () => {
  const [chat] = evidence().conversations
  if (!chat) throw new Error('the honest evidence has a conversation')
  expect(inFailures({ conversations: [chat, { ...chat, id: 'd' }] })).toBe(1)
  expect(inFailures({ conversations: [{ ...chat, events: 3, different: 3 }] })).toBe(1)
  expect(inFailures({ conversations: [{ ...chat, different: 3 }] })).toBe(1)
  expect(inFailures({ conversations: [{ ...chat, inbound_count: 2 }] })).toBe(1)
})

test('an acknowledged answer that is gone, and one that left twice, are found', () => {
  expect(outFailures({ written: [] }, [], [], 1)).toBe(1)
  expect(outFailures({ written: [{ ...answer, id: 'other' }], changes: path('other', 'sent') }, [line])).toBe(
    1,
  )
  expect(outFailures({}, [line, line])).toBe(2)
})

test('an answer that claims to be sent but never left, or failed but left, is found', () => {
  expect(outFailures({}, [])).toBe(1)
  const failed = { written: [{ ...answer, state: 'failed' }], changes: path('m1', 'queued', 'failed') }
  expect(outFailures(failed, [line])).toBe(1)
  expect(outFailures(failed, [])).toBe(0)
})

test('an answer that went to somebody else is found', () => {
  expect(outFailures({}, [{ ...line, to: '+27821230002' }])).toBe(1)
})

test('a later answer that overtook an earlier one is found', () => {
  const both = { written: [answer, second], changes: [...path('m1', 'sent'), ...path('m2', 'sent')] }
  const later = { ...line, text: 'out 0002' }
  expect(outFailures(both, [line, later])).toBe(0)
  expect(outFailures(both, [later, line])).toBe(1)
})

test('a state that goes back, or differs from the last event, is found', () => {
  expect(outFailures({ changes: path('m1', 'queued', 'sending', 'delivered', 'sent') }, [line])).toBe(1)
  expect(outFailures({ changes: path('m1', 'queued', 'sending', 'queued', 'sending', 'sent') }, [line])).toBe(
    0,
  )
  expect(outFailures({ changes: path('m1', 'queued', 'sending') }, [line])).toBe(1)
})

test('unknown is accepted only with a kill behind it', () => {
  const lost = { written: [{ ...answer, state: 'unknown' }], changes: path('m1', 'sending', 'unknown') }
  const kill: Kill = { target: 'app', at: new Date(at.getTime() + 900), recoveredInMs: 2_000, startSteps: '' }
  expect(outFailures(lost, [line])).toBe(1)
  expect(outFailures(lost, [line], [kill])).toBe(0)
  expect(outFailures(lost, [], [kill])).toBe(0)
})
