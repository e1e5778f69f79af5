import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configSchema } from '../../platform/config.ts'
import { root, sourceFiles, textOf } from './source-files.ts'

const read = (file: string) => readFile(join(root, file), 'utf8')
const settings = Object.keys(configSchema.shape)

describe('docker-compose.yml', () => {
  test('gives the program only settings it knows', async () => {
    const app = (await read('docker-compose.yml')).split(/^ {2}app:$/m)[1]?.split(/^ {2}\w+:$/m)[0] ?? ''
    const given = [...app.matchAll(/^ {6}([A-Z_]+): /gm)].map(match => match[1] ?? '')
    expect(given.length).toBeGreaterThan(4)
    expect(given.filter(name => !settings.includes(name))).toEqual([])
  })

  test('holds no secret and no default for one', async () => {
    const text = await read('docker-compose.yml')
    for (const name of ['SECRET_KEY', 'POSTGRES_PASSWORD', 'PUBLIC_URL']) {
      const uses = text.match(new RegExp(`\\$\\{${name}[^}]*\\}`, 'g')) ?? []
      expect(uses.length).toBeGreaterThan(0)
      expect(uses.filter(use => !use.startsWith(`\${${name}:?`))).toEqual([])
    }
  })

  test('asks the environment only for settings and the database password', async () => {
    const asked = [...(await read('docker-compose.yml')).matchAll(/\$\{([A-Z_]+)/g)].map(
      match => match[1] ?? '',
    )
    expect(asked.filter(name => !settings.includes(name) && name !== 'POSTGRES_PASSWORD')).toEqual([])
  })
})

describe('Dockerfile', () => {
  test('copies what exists and sets only known settings', async () => {
    const text = await read('Dockerfile')
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(match =>
      (match[1] ?? '').split(' '),
    )
    expect(copied.length).toBeGreaterThan(5)
    for (const path of copied) await expect(stat(join(root, path)), path).resolves.toBeDefined()
    const names = [...(/^ENV (.+)$/m.exec(text)?.[1] ?? '').matchAll(/([A-Z_]+)=/g)].map(
      match => match[1] ?? '',
    )
    expect(names.length).toBeGreaterThan(2)
    expect(names.filter(name => !settings.includes(name))).toEqual([])
  })

  test('copies every room the program runs on', async () => {
    const text = await read('Dockerfile')
    const product = sourceFiles('hub', 'platform', 'backoffice', 'channels', 'db').filter(
      file => !/\.test\.ts$|\/trial[a-z-]*\.ts$/.test(file),
    )
    const outside = (await textOf(product)).flatMap(({ text: source }) =>
      [...source.matchAll(/from '(?:\.\.\/)+(test\/\w+)\//g)].map(match => match[1] ?? ''),
    )
    for (const room of new Set(outside)) expect(text).toContain(`COPY ${room} ${room}`)
  })

  test('does not run as root, and takes signals itself', async () => {
    const text = await read('Dockerfile')
    expect(text).toMatch(/^USER node$/m)
    const command = /^CMD (\[.+\])$/m.exec(text)?.[1] ?? '[]'
    const { scripts } = JSON.parse(await read('package.json'))
    expect((JSON.parse(command) as string[]).join(' ')).toBe(scripts.start)
  })
})
