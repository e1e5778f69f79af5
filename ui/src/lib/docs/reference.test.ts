import { expect, test } from 'vitest'
import { groupsOf, objectIn, typeWords } from './reference.ts'

const document = {
  paths: {
    '/api/conversations/{id}/notes': {
      post: {
        summary: 'Write a note',
        tags: ['conversations'],
        'x-permission': 'conversations.reply',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } },
        responses: {
          201: { description: 'Created', content: { 'application/json': { schema: { type: 'string' } } } },
        },
      },
    },
    '/api/me': { get: { tags: ['me'], responses: {} } },
  },
}
const schemas = {
  Note: { type: 'object', properties: { text: { type: 'string' } } },
  Loop: { $ref: '#/components/schemas/Loop' },
}

test('routes are grouped by tag and found by path, summary or permission', () => {
  expect(groupsOf(document, '').map(group => group.tag)).toEqual(['conversations', 'me'])
  expect(groupsOf(document, 'note reply').flatMap(group => group.routes.map(route => route.key))).toEqual([
    'post /api/conversations/{id}/notes',
  ])
  expect(groupsOf(document, 'nothing like it')).toEqual([])
})

test('types read as words', () => {
  expect(typeWords({ anyOf: [{ $ref: '#/components/schemas/Person' }, { type: 'null' }] })).toBe(
    'Person or null',
  )
  expect(typeWords({ type: 'array', items: { type: 'string', format: 'uuid' } })).toBe('string (uuid)[]')
  expect(typeWords({ enum: ['open', 'resolved'] })).toBe('open | resolved')
})

test('the object inside a list or a reference is found, and a loop ends', () => {
  expect(objectIn({ type: 'array', items: { $ref: '#/components/schemas/Note' } }, schemas)).toBe(
    schemas.Note,
  )
  expect(objectIn({ $ref: '#/components/schemas/Loop' }, schemas)).toBeNull()
})
