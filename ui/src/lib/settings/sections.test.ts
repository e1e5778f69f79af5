import { expect, it } from 'vitest'
import { isHere, sectionsFor } from './sections.ts'

const visitor = (given: { words?: string[]; operator?: object; borrowed?: object }) => ({
  can: (word: string) => given.words?.includes(word) ?? false,
  operator: given.operator ?? null,
  borrowed: given.borrowed ?? null,
})
const labels = (given: Parameters<typeof visitor>[0]) =>
  sectionsFor(visitor(given)).flatMap(group => group.sections.map(section => section.label))

it('shows everybody their own security, and the rest by their words', () => {
  expect(labels({})).toEqual(['Security', 'Keys and looks'])
  expect(labels({ words: ['inboxes.read', 'audit.read'] })).toEqual([
    'Inboxes',
    'Audit',
    'Security',
    'Keys and looks',
  ])
})

it('shows who reads conversations what they are told of', () => {
  expect(labels({ words: ['conversations.read'] })).toEqual(['Notifications', 'Security', 'Keys and looks'])
})

it('shows roles to those who give them and to those who make them', () => {
  expect(labels({ words: ['members.manage'] })).toContain('Roles')
  expect(labels({ words: ['roles.manage'] })).toContain('Roles')
})

it('shows labels and fields to those who may make them', () => {
  expect(labels({ words: ['teams.manage'] })).toEqual([
    'Labels',
    'Fields',
    'Teams',
    'Security',
    'Keys and looks',
  ])
})

it('shows the providers to owners of the installation alone', () => {
  expect(labels({ operator: {} })).toEqual(['Security', 'Keys and looks', 'Providers'])
})

it('keeps what is personal from somebody who looks through a person’s eyes', () => {
  expect(labels({ words: ['inboxes.read'], borrowed: {} })).toEqual(['Inboxes'])
})

it('marks the section of a page below it, and of a page that belongs to it', () => {
  const people = sectionsFor(visitor({ words: ['members.manage'] }))[0]?.sections[0]
  if (!people) throw new Error('no section')
  expect(isHere(people, '/settings/people/1')).toBe(true)
  expect(isHere(people, '/settings/invitations')).toBe(true)
  expect(isHere(people, '/settings/people-of-old')).toBe(false)
})
