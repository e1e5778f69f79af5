import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { App } from '../../hub/app.ts'
import { onSocket, socketEvents } from '../../hub/web/sockets.ts'
import { permissions } from '../../platform/identity/permissions.ts'
import { permissionsOf, roleNames } from '../../platform/identity/roles.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { LiveSocket } from '../../platform/live/live.ts'
import { everyRoute } from './every-route.ts'
import { sourceFiles, textOf } from './source-files.ts'

const words: readonly string[] = permissions
const routes = everyRoute()
/** Nobody is signed in on these; each further one is a decision. */
const open = [
  'get /api/invitation',
  'get /api/sign-in',
  'post /api/auth/code/request',
  'post /api/auth/code/verify',
  'post /api/auth/magic-link/request',
  'post /api/auth/magic-link/verify',
  'post /api/auth/password/request-reset',
  'post /api/auth/password/reset',
  'post /api/auth/sign-in/email',
  'post /api/auth/sign-in/social',
  'post /api/auth/sign-out',
  'post /api/auth/two-factor/verify-backup-code',
  'post /api/auth/two-factor/verify-totp',
  'post /api/invitation/accept',
]

describe('permission words', () => {
  test('of all routes and socket events exist', () => {
    const used = [...routes.map(route => route.permission), ...Object.values(socketEvents)]
    expect(used.filter(word => !['public', 'signed-in', 'platform', ...words].includes(word))).toEqual([])
  })

  test('are each needed by at least one route or socket event', () => {
    const used = new Set<string>([...routes.map(route => route.permission), ...Object.values(socketEvents)])
    // fields.* decide what an answer shows, not whether there is one; owners.manage which role may be given.
    const elsewhere = (word: string) => word.startsWith('fields.') || word === 'owners.manage'
    expect(words.filter(word => !used.has(word) && !elsewhere(word))).toEqual([])
  })

  test('are each held by at least one role, and an unknown role holds none', () => {
    const held = new Set(roleNames.flatMap(role => permissionsOf(role)))
    expect(words.filter(word => !held.has(word as never))).toEqual([])
    expect(permissionsOf('visitor')).toEqual([])
  })

  test('the screens ask for exist', async () => {
    const asked = (await textOf(sourceFiles('ui/src'))).flatMap(({ file, text }) =>
      [...text.matchAll(/\.can\('([^']+)'\)/g)].map(match => ({ file, word: match[1] ?? '' })),
    )
    expect(asked.length).toBeGreaterThan(3)
    expect(asked.filter(({ word }) => !words.includes(word))).toEqual([])
  })
})

describe('routes', () => {
  test('are open to strangers only where that was decided', () => {
    const found = routes.filter(route => route.permission === 'public')
    expect(found.map(route => `${route.method} ${route.path}`).sort()).toEqual(open)
  })

  test('are declared with endpoint(), never put on Express by hand', async () => {
    const byHand = (await textOf(sourceFiles('hub', 'platform', 'backoffice')))
      .filter(({ file }) => !file.endsWith('.test.ts'))
      .filter(({ text }) => /\.(get|post|put|patch|delete|all)\(\s*['"`]\/api\b/.test(text))
      .map(({ file }) => file)
    // Sign-in by better-auth and the document itself.
    expect(byHand).toEqual(['hub/web/server.ts'])
  })
})

describe('socket events', () => {
  const listenersFor = (role: string) => {
    const socket = new EventEmitter()
    const who = { role, permissions: permissionsOf(role), tenantId: 'none', inboxIds: [] } as unknown as Who
    Object.assign(socket, { data: { who }, rooms: new Set<string>(), join() {}, leave() {} })
    onSocket({} as App, socket as unknown as LiveSocket)
    return socket
  }

  test('are exactly those that declare a permission', () => {
    const heard = listenersFor('admin').eventNames()
    expect(heard.sort()).toEqual(Object.keys(socketEvents).sort())
  })

  test.each(Object.keys(socketEvents))('%s refuses someone without the permission', async name => {
    const socket = listenersFor('visitor')
    const payload = { conversationId: '018f0000-0000-7000-8000-000000000000' }
    const reply = await new Promise(resolve => socket.emit(name, payload, resolve))
    expect(reply).toEqual({ ok: false })
  })

  test('the screens send are declared', async () => {
    const product = (await textOf(sourceFiles('ui/src'))).filter(({ file }) => !file.endsWith('.test.ts'))
    const named = product.flatMap(({ file, text }) => {
      // What tabs have open becomes words for the socket in one file.
      const says = file.endsWith('live/tab-places.ts')
        ? /\bname: '([^']+)'/g
        : /\bemit(?:WithAck)?\(\s*'([^']+)'/g
      return [...text.matchAll(says)].map(match => match[1] ?? '')
    })
    const sent = new Set(named)
    expect(sent.size).toBeGreaterThan(2)
    expect([...sent].filter(name => !(name in socketEvents))).toEqual([])
  })
})
