import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, configSchema, readConfig } from './config.ts'

type Entry = { name: string; default: string; description: string }

/** Every setting of the schema: its name, its default as it would be typed, and its description. */
function declared(): Entry[] {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
  const properties = schema.properties as Record<string, { default?: unknown }>
  return Object.entries(configSchema.shape).map(([name, field]) => ({
    name,
    default: String(properties[name]?.default ?? ''),
    description: field.description ?? '',
  }))
}

/** Blocks of `# description` and `#NAME=default`. */
async function documented(): Promise<Entry[]> {
  const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8')
  return [...text.matchAll(/^# (.+)\n#?([A-Z_]+)=(.*)$/gm)].map(
    ([, description = '', name = '', value = '']) => ({
      name,
      default: value,
      description,
    }),
  )
}

const production = {
  NODE_ENV: 'production',
  SECRET_KEY: 'ab'.repeat(32),
  PUBLIC_URL: 'https://desk.example',
}

describe('.env.example', () => {
  test('lists every setting with its description and default, in the order of the schema, and no other', async () => {
    expect(await documented()).toEqual(declared())
  })

  test('has every setting commented out, so that a copy of it changes nothing', async () => {
    const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8')
    expect(text.split('\n').filter(line => line !== '' && !line.startsWith('#'))).toEqual([])
    expect(text.match(/^#[A-Z_]+=/gm)).toHaveLength(declared().length)
  })

  test('every setting says what it is for', () => {
    expect(declared().filter(entry => entry.description.length < 10)).toEqual([])
  })
})

describe('readConfig', () => {
  test('needs no setting at all', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      production: false,
      publicUrl: 'http://localhost:3000',
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: './data',
      ROLES: ['web', 'worker', 'radius', 'links'],
      EGRESS_ALLOW: [],
      ALLOW_HTTP: false,
    })
    expect(config.DATABASE_URL).toBeUndefined()
    expect(config.SECRET_KEY).toBeUndefined()
  })

  test('counts an empty value as absent and ignores variables it does not know', () => {
    const empty = Object.fromEntries(declared().map(entry => [entry.name, '']))
    expect(readConfig({ ...empty, PATH: '/bin', HOME: undefined })).toEqual(readConfig({}))
  })

  test('names every bad value in words', () => {
    const bad = {
      PORT: '70000',
      DATABASE_URL: 'mysql://db.example/trunkline',
      REDIS_URL: 'not a url',
      SECRET_KEY: 'short',
      ALLOW_HTTP: 'yes',
      ADMIN_EMAIL: 'nobody',
      LOG_LEVEL: 'loud',
    }
    const words = refusalOf(bad)
    expect(words).toContain('These settings cannot be used:')
    for (const name of Object.keys(bad)) expect(words).toMatch(new RegExp(`^ {2}${name}: \\S`, 'm'))
    expect(words).toContain('openssl rand -hex 32')
  })

  test.each(['12.5', '-1', 'http'])('refuses the port %s', PORT => {
    expect(refusalOf({ PORT })).toContain('PORT')
  })

  test('takes roles as a list with blanks and refuses one it does not know', () => {
    expect(readConfig({ ROLES: ' web , worker' }).ROLES).toEqual(['web', 'worker'])
    expect(refusalOf({ ROLES: 'web,wroker' })).toContain('ROLES.1')
    expect(refusalOf({ ROLES: 'web,,links' })).toContain('ROLES.1')
  })

  test('takes hosts that may be reached as a list', () => {
    expect(readConfig({ EGRESS_ALLOW: '10.0.0.0/8, mail.lan:993,' }).EGRESS_ALLOW).toEqual([
      '10.0.0.0/8',
      'mail.lan:993',
    ])
  })

  test('drops the slash at the end of PUBLIC_URL, since paths are put behind it', () => {
    expect(readConfig({ PUBLIC_URL: 'https://desk.example//' }).publicUrl).toBe('https://desk.example')
  })
})

describe('in production', () => {
  test('starts with a key and a public https address', () => {
    expect(readConfig(production)).toMatchObject({ production: true, publicUrl: 'https://desk.example' })
  })

  test('refuses to start without a key or an address, and says both at once', () => {
    const words = refusalOf({ NODE_ENV: 'production' })
    expect(words).toContain('SECRET_KEY is not set')
    expect(words).toContain('PUBLIC_URL is not set')
  })

  test('refuses an address without TLS unless that was said to be meant', () => {
    const plain = { ...production, PUBLIC_URL: 'http://desk.example' }
    expect(refusalOf(plain)).toContain('PUBLIC_URL is not https')
    expect(readConfig({ ...plain, ALLOW_HTTP: 'true' }).publicUrl).toBe('http://desk.example')
  })

  test('ALLOW_HTTP does not make up for a missing key', () => {
    expect(refusalOf({ ...production, SECRET_KEY: '', ALLOW_HTTP: 'true' })).toContain('SECRET_KEY')
  })
})

/** The words of the ConfigError these settings lead to; fails when there is none. */
function refusalOf(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
  throw new Error(`these settings were accepted: ${JSON.stringify(env)}`)
}
