import { describe, expect, it } from 'vitest'
import { createSecrets } from './secrets.ts'

const key = '11'.repeat(32)
const place = { tenantId: 't1', table: 'inboxes', column: 'settings', id: 'a' }

describe('sealed values', () => {
  it('come back as they were', () => {
    const secrets = createSecrets(key)
    expect(secrets.open(place, secrets.seal(place, 'geheim ✓'))).toBe('geheim ✓')
  })

  it('cannot be read in another row, column, table or tenant', () => {
    const secrets = createSecrets(key)
    const sealed = secrets.seal(place, 'x')
    for (const other of [{ id: 'b' }, { column: 'name' }, { table: 'nas' }, { tenantId: 't2' }]) {
      expect(() => secrets.open({ ...place, ...other }, sealed)).toThrow()
    }
  })

  it('cannot be read with another key, or after a change of any byte', () => {
    const sealed = createSecrets(key).seal(place, 'abc')
    expect(() => createSecrets('22'.repeat(32)).open(place, sealed)).toThrow()
    const body = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
    for (let at = 0; at < body.length; at++) {
      const changed = Buffer.from(body)
      changed[at] = (changed[at] ?? 0) ^ 1
      const value = `${sealed.split('.').slice(0, 2).join('.')}.${changed.toString('base64url')}`
      expect(() => createSecrets(key).open(place, value)).toThrow()
    }
  })

  it('are never the same twice, and purposes have keys of their own', () => {
    const secrets = createSecrets(key)
    expect(secrets.seal(place, 'x')).not.toBe(secrets.seal(place, 'x'))
    expect(secrets.derive('a')).not.toBe(secrets.derive('b'))
  })
})
