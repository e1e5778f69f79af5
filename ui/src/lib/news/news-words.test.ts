import { expect, it } from 'vitest'
import { bodyOf, shortened } from './kind-words.ts'
import { marked } from './marked.ts'

it('puts one number before a title, and takes it away again', () => {
  expect(marked('Inbox · Trunkline', 3)).toBe('(3) Inbox · Trunkline')
  expect(marked('(3) Inbox · Trunkline', 120)).toBe('(99+) Inbox · Trunkline')
  expect(marked('(99+) Inbox · Trunkline', 0)).toBe('Inbox · Trunkline')
})

it('says who gave, who named, and what was written, in one line', () => {
  expect(bodyOf('message', 'my line\n is slow', null)).toBe('my line is slow')
  expect(bodyOf('message', '', null)).toBe('A message without text')
  expect(bodyOf('assigned', 'x', 'Lerato')).toBe('Lerato gave you this conversation')
  expect(bodyOf('mention', 'look', null)).toBe('A colleague named you: look')
  expect(shortened('🙂'.repeat(200))).toBe(`${'🙂'.repeat(140)}…`)
})
