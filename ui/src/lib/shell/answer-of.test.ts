import { expect, it } from 'vitest'
import { answerOf, outdated } from './answer-of.ts'

const origin = 'https://desk.example'
const built = new Set(['/_app/immutable/start.js', '/favicon.svg'])
const asked = (path: string, mode = 'cors', method = 'GET') =>
  answerOf({ method, mode, url: new URL(path, origin).href }, origin, built)

it('leaves the API, files, hooks and sockets alone, also where somebody navigates to them', () => {
  for (const path of ['/api/me', '/api', '/files/token', '/hooks/sms/k', '/socket.io/?EIO=4', '/metrics']) {
    expect([path, asked(path), asked(path, 'navigate')]).toEqual([path, 'leave', 'leave'])
  }
})

it('answers what was built, and pages; nothing else', () => {
  expect(asked('/_app/immutable/start.js')).toBe('built')
  expect(asked('/_app/immutable/older.js')).toBe('leave')
  expect(asked('/inbox/open/01900000', 'navigate')).toBe('page')
  expect(asked('/apiary', 'navigate')).toBe('page')
})

it('leaves what is sent, and what is on another site', () => {
  expect(asked('/inbox/open', 'navigate', 'POST')).toBe('leave')
  expect(asked('https://elsewhere.example/favicon.svg')).toBe('leave')
})

it('keeps the version before this one for the tabs that still run it', () => {
  expect(outdated(['trunkline-1', 'trunkline-2', 'other', 'trunkline-3'], 'trunkline-3')).toEqual([
    'trunkline-1',
  ])
  expect(outdated(['trunkline-3'], 'trunkline-3')).toEqual([])
})
