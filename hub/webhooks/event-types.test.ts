import { expect, test } from 'vitest'
import { sourceFiles, textOf } from '../../test/habits/source-files.ts'
import { ConversationEvent } from '../conversations/conversations.api.ts'
import { eventTypes } from './event-types.ts'

const files = sourceFiles('hub', 'backoffice', 'platform').filter(
  file => !/\.test\.ts$|\/trial[a-z-]*\.ts$/.test(file),
)
const sources = await textOf(files)
const recording = sources.filter(({ text }) => /recordEvent\(tx|INSERT INTO events/.test(text))
const ofConversations: string[] = ConversationEvent.shape.type.options

/** The type of every event recorded outside a conversation. */
const recorded = recording.flatMap(({ text }) =>
  [...text.matchAll(/\btype: ((?:'[a-z]+\.[a-z-]+'(?: \| )?)+)/g)].flatMap(match =>
    [...(match[1] ?? '').matchAll(/'([^']+)'/g)].map(type => type[1] ?? ''),
  ),
)

test('whoever records an event names its type where it can be read', () => {
  const calls = recording.flatMap(({ file, text }) =>
    [...text.matchAll(/recordEvent\(tx, \{(\s*type: '[a-z]+\.[a-z-]+')?/g)].map(match => ({
      file,
      named: match[1] !== undefined,
    })),
  )
  expect(calls.length).toBeGreaterThan(6)
  expect(calls.filter(call => !call.named)).toEqual([])
})

test('every event that is written can be subscribed to, and every one that can be is written', () => {
  expect(recorded.length).toBeGreaterThan(8)
  expect([...eventTypes].sort()).toEqual([...new Set([...recorded, ...ofConversations])].sort())
})
