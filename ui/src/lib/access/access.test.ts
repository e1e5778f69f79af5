import { expect, it } from 'vitest'
import type { Role } from '../people/calls.ts'
import { choiceOf, mayGive, readsConversations, roleIdOf } from './role-choice.ts'
import { groupWords } from './word-groups.ts'

const role = (given: Partial<Role>): Role => ({
  id: 'agent',
  builtIn: true,
  name: 'Agent',
  description: '',
  permissions: [],
  members: 0,
  ...given,
})
const word = (name: string) => ({ word: name })

it('puts every word into exactly one group, a new kind of word under Settings', () => {
  const words = ['fields.phone', 'conversations.read', 'tickets.create', 'owners.manage', 'satellites.aim']
  const groups = groupWords(words.map(word))
  expect(groups.map(group => group.label)).toEqual([
    'Conversations',
    'Customers',
    'What they see of a customer',
    'People',
    'Settings',
  ])
  expect(groups.flatMap(group => group.words.map(each => each.word)).sort()).toEqual([...words].sort())
})

it('leaves out groups without words', () => {
  expect(groupWords([word('audit.read')]).map(group => group.label)).toEqual(['Settings'])
})

it('names a custom role by its id, both ways', () => {
  const own = role({ id: '0199-own', builtIn: false })
  expect(choiceOf(own)).toEqual({ role: 'custom', customRoleId: '0199-own' })
  expect(roleIdOf(choiceOf(own))).toBe('0199-own')
  expect(choiceOf(role({ id: 'billing' }))).toEqual({ role: 'billing', customRoleId: null })
  expect(roleIdOf({ role: 'billing', customRoleId: null })).toBe('billing')
})

it('offers only roles whose every word the giver holds', () => {
  const can = (held: string) => held === 'conversations.read'
  expect(mayGive(role({ permissions: ['conversations.read'] }), can)).toBe(true)
  expect(mayGive(role({ permissions: ['conversations.read', 'owners.manage'] }), can)).toBe(false)
})

it('lets everybody give the role of a customer, whose word nobody else holds', () => {
  expect(mayGive(role({ permissions: ['self.read'] }), () => false)).toBe(true)
})

it('asks for inboxes only where the role reads conversations', () => {
  expect(readsConversations(role({ permissions: ['conversations.read'] }))).toBe(true)
  expect(readsConversations(role({ permissions: ['customers.read'] }))).toBe(false)
  expect(readsConversations(undefined)).toBe(false)
})
