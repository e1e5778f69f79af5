import { expect, test } from 'vitest'
import type { MessageTemplate } from '../api/types.ts'
import {
  fileProblem,
  filledAlready,
  isMeant,
  labelOf,
  leadsTo,
  offers,
  pieces,
  problemIn,
  reads,
  tooLong,
} from './template-values.ts'

const parameter = (key: string, name: string, more: object = {}) => ({
  ...{ key, name, place: 'body' as const, button: null, example: null },
  ...more,
})
const template: MessageTemplate = {
  id: 'one',
  name: 'payment_reminder',
  language: 'en',
  category: 'utility',
  status: 'approved',
  sendable: true,
  why: null,
  header: 'Invoice {{1}}',
  file: null,
  body: 'Hi {{first_name}}, please pay.',
  footer: 'Fernhill Fibre',
  buttons: [
    { kind: 'url', text: 'Pay now', to: 'https://pay.example/{{1}}' },
    { kind: 'reply', text: 'Paid', to: '' },
  ],
  parameters: [
    parameter('header.1', '1', { place: 'header' }),
    parameter('body.first_name', 'first_name'),
    parameter('button.0', '1', { place: 'button', button: 0 }),
  ],
}
const known = {
  ...{ 'first name': 'Thandi', name: 'Thandi Mokoena', balance: null, 'due date': null },
  ...{ login: 'thandi', plan: null, agent: 'Aisha' },
}

test('a value is refused as the provider would refuse it', () => {
  const [, body = parameter('', ''), button = parameter('', '')] = template.parameters
  expect(problemIn(body, ' ')).toBe('Fill this in.')
  expect(problemIn(body, 'a\tb')).toBe('No new lines or tabs.')
  expect(problemIn(body, 'a\nb')).toBe('No new lines or tabs.')
  expect(problemIn(body, 'a    b')).toMatch(/three spaces/)
  expect(problemIn(body, 'a   b')).toBeNull()
  expect(problemIn(button, 'a b')).toMatch(/no spaces/)
})

test('it reads as the customer will read it, and what is open shows its name', () => {
  const values = { 'header.1': '2041', 'body.first_name': 'Thandi', 'button.0': '2041' }
  expect(reads(template, values)).toBe(
    'Invoice 2041\n\nHi Thandi, please pay.\n\nFernhill Fibre\n\n[Pay now] https://pay.example/2041\n[Paid]',
  )
  expect(pieces(template, 'body', {})).toEqual([
    { text: 'Hi ', key: null, isOpen: false },
    { text: '{{first_name}}', key: 'body.first_name', isOpen: true },
    { text: ', please pay.', key: null, isOpen: false },
  ])
  expect(leadsTo(template, 0, {})).toBe('https://pay.example/{{1}}')
  expect(tooLong(template, { ...values, 'header.1': 'x'.repeat(60) }).header).toBe(8)
})

test('one that begins with a picture wants exactly one that has arrived', () => {
  const wanting = { ...template, file: 'image' as const }
  const picture = { contentType: 'image/jpeg', state: 'stored' }
  expect(fileProblem(template, [])).toBeNull()
  expect(fileProblem(wanting, [])).toBe('Add the image it begins with.')
  expect(fileProblem(wanting, [{ ...picture, state: 'uploading' }])).toMatch(/on its way/)
  expect(fileProblem(wanting, [{ ...picture, contentType: 'text/plain' }])).toBe('This is no image.')
  expect(fileProblem(wanting, [picture, picture])).toMatch(/remove the others/)
  expect(fileProblem(wanting, [picture])).toBeNull()
})

test('what is named like something we know fills itself; the rest is offered', () => {
  expect(filledAlready(template, known)).toEqual({ 'body.first_name': 'Thandi' })
  expect(offers(known).map(offer => offer.name)).toEqual(['first name', 'name', 'login', 'agent'])
})

test('each place has words of its own, and a search finds by name, words and language', () => {
  expect(template.parameters.map(one => labelOf(one, template))).toEqual([
    'Value 1 in the title',
    'First name',
    'End of the address of “Pay now”',
  ])
  expect(isMeant(template, 'pay remind')).toBe(true)
  expect(isMeant(template, 'payment_rem')).toBe(true)
  expect(isMeant(template, 'visit')).toBe(false)
})
