import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { oldestPostgres } from '../../db/migrate.ts'
import { root } from './source-files.ts'

/**
 * The oldest version that is free of a known hole. The registry's audit answers are not everywhere to be had, so this
 * list is kept by hand; a package that is not installed is listed for the day it is.
 */
const oldest: Record<string, string> = {
  dompurify: '3.4.18',
  'express-rate-limit': '8.2.2',
  mailparser: '3.14.2',
  multer: '2.0.0',
  nodemailer: '10.0.6',
  'proxy-addr': '2.0.8',
  'sanitize-html': '2.18.1',
  'socket.io': '4.8.4',
  'socket.io-client': '4.8.4',
  'socket.io-parser': '4.2.6',
  tar: '7.5.3',
  ws: '8.17.1',
}

type Installed = { name: string; at: string; version: string }

async function installed(): Promise<Installed[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>
  }
  return Object.entries(lock.packages).flatMap(([at, { version }]) => {
    const name = at.split('node_modules/').at(-1) ?? ''
    return name in oldest && version ? [{ name, at, version }] : []
  })
}

/** Whether a release is at least as new; a pre-release counts as older than its release. */
function atLeast(version: string, wanted: string): boolean {
  const [release = '', pre] = version.split('-')
  const have = release.split('.').map(Number)
  for (const [place, want] of wanted.split('.').map(Number).entries()) {
    const part = have[place] ?? 0
    if (part !== want) return part > want
  }
  return pre === undefined
}

describe('versions', () => {
  test('of every copy of these packages are beyond their known holes', async () => {
    const copies = await installed()
    expect(copies.map(copy => copy.name)).toEqual(
      expect.arrayContaining([
        'dompurify',
        'nodemailer',
        'proxy-addr',
        'socket.io',
        'socket.io-parser',
        'ws',
      ]),
    )
    expect(copies.filter(copy => !atLeast(copy.version, oldest[copy.name] ?? ''))).toEqual([])
  })

  test('are compared number by number', () => {
    expect(atLeast('10.0.6', '9.9.9')).toBe(true)
    expect(atLeast('8.2.10', '8.2.2')).toBe(true)
    expect(atLeast('8.2.1', '8.2.2')).toBe(false)
    expect(atLeast('8.2.2-rc.1', '8.2.2')).toBe(false)
  })

  test('PostgreSQL older than 16 is refused: statistics leaked past row-level security before 15.14', () => {
    expect(oldestPostgres).toBeGreaterThanOrEqual(160000)
  })

  test('are exact in package.json, and the lock file knows every platform', async () => {
    const read = async (file: string) => JSON.parse(await readFile(join(root, file), 'utf8'))
    const manifest = await read('package.json')
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    expect(
      Object.entries(wanted).filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(range))),
    ).toEqual([])
    const { packages } = await read('package-lock.json')
    const absent = Object.entries<{ optionalDependencies?: Record<string, string> }>(packages).flatMap(
      ([at, entry]) =>
        Object.keys(entry.optionalDependencies ?? {}).filter(name => !reachable(packages, at, name)),
    )
    expect(absent, 'npm ci refuses a lock file without them').toEqual([])
  })
})

/** Where Node would look for a package from there. */
function reachable(packages: Record<string, unknown>, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at ? `${at}/` : ''}node_modules/${name}` in packages) return true
    if (at === '') return false
  }
}
