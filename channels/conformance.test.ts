/** The same checks on every adapter of the registry: settings, abilities, reading, failing, and keeping to its room. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Abilities,
  type Address,
  type ChannelEvent,
  ChannelFailure,
  type Io,
  type Outgoing,
} from './channel.ts'
import { subjects } from './conformance-subjects.ts'
import { channels } from './index.ts'

const kinds: Address['kind'][] = ['phone', 'email', 'telegram']

const canonical: Record<Address['kind'], RegExp> = {
  phone: /^\+[1-9]\d{6,14}$/,
  email: /^[^\s@A-Z]+@[^\s@A-Z]+$/,
  telegram: /^-?\d{1,20}$/,
}

/** A door that is shut: nothing leaves, and it says so. */
const shut: Io = {
  http: () => Promise.reject(new ChannelFailure('retry', 'no way out', { code: 'shut' })),
  resolve: () => Promise.reject(new ChannelFailure('retry', 'no way out', { code: 'shut' })),
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'resolved',
    (error: unknown) => (error instanceof ChannelFailure ? error.outcome : error),
  )

function expectWellFormed(events: ChannelEvent[]) {
  expect(Array.isArray(events)).toBe(true)
  for (const event of events) {
    expect(['message', 'receipt', 'template', 'unknown']).toContain(event.type)
    if (event.type === 'unknown') expect(event.kind).toEqual(expect.any(String))
    if (event.type === 'receipt') expect(['sent', 'delivered', 'read', 'failed']).toContain(event.state)
    if (event.type === 'template') expect(event.externalId).not.toBe('')
    if (event.type !== 'message') continue
    expect(event.externalId).not.toBe('')
    expect(kinds).toContain(event.from.kind)
    if (event.flags.length === 0) expect(event.from.value).toMatch(canonical[event.from.kind])
    if (event.sentAt) expect(Number.isNaN(event.sentAt.getTime())).toBe(false)
  }
}

/** In the spelling messages are compared in, and none with two meanings. */
function expectOptOutWords(optOut: Abilities['optOut']) {
  if (optOut === null) return
  const words = [...optOut.out, ...optOut.in]
  expect(optOut.out).not.toEqual([])
  expect(optOut.in).not.toEqual([])
  for (const word of words) expect(word).toMatch(/^[A-Z]+$/)
  expect(new Set(words).size).toBe(words.length)
}

/** What it says of files can be kept, and holds together with what it says of text. */
function expectFileLimits({ files, maxTextLength }: Abilities) {
  if (files === null) return
  expect(Number.isSafeInteger(files.most) && files.most > 0).toBe(true)
  expect(Number.isSafeInteger(files.maxBytes) && files.maxBytes > 0).toBe(true)
  expect(files.withText).toBeLessThanOrEqual(maxTextLength)
  const types = files.types ?? []
  expect(files.types).not.toEqual([])
  expect(new Set(types.map(({ type }) => type)).size).toBe(types.length)
  for (const { type, maxBytes } of types) {
    expect(type).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
    expect(maxBytes).toBeLessThanOrEqual(files.maxBytes)
  }
}

test('every adapter of the registry stands under its own kind and brings samples', () => {
  expect(subjects.map(subject => subject.channel.kind)).toEqual([...channels.keys()])
  for (const [kind, channel] of channels) expect(channel.kind).toBe(kind)
})

describe.each(subjects)('$channel.kind', ({ channel, samples }) => {
  const folder = new URL(`./${channel.kind}/`, import.meta.url)

  test('the settings schema takes the sample settings as they are and refuses nonsense', () => {
    expect(channel.settings.parse(samples.settings)).toEqual(samples.settings)
    for (const value of [{}, null, 'text', 7, []])
      expect(channel.settings.safeParse(value).success).toBe(false)
  })

  test('a settings form can be drawn: every field has a title, and what looks secret is marked secret', () => {
    const schema = z.toJSONSchema(channel.settings, { io: 'input' })
    const fields = Object.entries(schema.properties ?? {})
    expect(fields.length).toBeGreaterThan(0)
    for (const [name, field] of fields) {
      expect(field, name).toMatchObject({ title: expect.stringMatching(/\S/) })
      if (/token|secret|password/i.test(name)) expect(field, name).toMatchObject({ secret: true })
    }
    expect(fields.some(([, field]) => (field as { secret?: boolean }).secret)).toBe(true)
  })

  test('the abilities fit together', () => {
    const { abilities } = channel
    expect(Number.isSafeInteger(abilities.maxTextLength) && abilities.maxTextLength > 0).toBe(true)
    expect(abilities.replyWindowHours === null || abilities.replyWindowHours > 0).toBe(true)
    expect(channel.title).toMatch(/\S/)
    expect(Boolean(channel.hook ?? channel.connect)).toBe(true)
    expectOptOutWords(abilities.optOut)
    expectFileLimits(abilities)
    if (abilities.attachments) expect(channel.fetchFile).toBeTypeOf('function')
    if (channel.hook) expect(samples.hook).toBeDefined()
    expect(channel.templates !== undefined).toBe(abilities.templates)
    // A window that closes needs another way in, or nobody could be answered any more.
    if (abilities.replyWindowHours !== null) expect(abilities.templates).toBe(true)
  })

  test('the account is named, always alike, and without a secret', () => {
    const account = channel.accountOf(samples.settings)
    expect(account).toMatch(/\S/)
    expect(channel.accountOf(structuredClone(samples.settings))).toBe(account)
    const schema = z.toJSONSchema(channel.settings, { io: 'input' })
    for (const [name, value] of Object.entries(samples.settings as Record<string, unknown>)) {
      const field = schema.properties?.[name] as { secret?: boolean } | undefined
      if (field?.secret && value !== '') expect(account).not.toBe(value)
    }
  })

  test('the samples hold at least one message', () => {
    expect(samples.raws.some(sample => sample.expect.types.includes('message'))).toBe(true)
  })

  test.each(samples.raws)('reads $name as its sample says, twice alike', async sample => {
    const before = Buffer.from(sample.raw)
    const events = await channel.read(sample.raw)
    expect(events.map(event => event.type)).toEqual(sample.expect.types)
    expectWellFormed(events)
    const message = events.find(event => event.type === 'message')
    if (sample.expect.fromValue !== undefined) expect(message?.from.value).toBe(sample.expect.fromValue)
    if (sample.expect.text !== undefined) expect(message?.text).toBe(sample.expect.text)
    expect(await channel.read(sample.raw)).toEqual(events)
    expect(sample.raw.equals(before)).toBe(true)
  })

  test('reading never throws, whatever the bytes', async () => {
    const raws = samples.raws.map(sample => sample.raw)
    const damaged = fc
      .tuple(fc.constantFrom(...raws), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean())
      .map(([raw, at, byte, cut]) => {
        const copy = Buffer.from(raw)
        copy[at % copy.length] = byte
        return cut ? copy.subarray(0, at % copy.length) : copy
      })
    const bytes = fc.uint8Array({ maxLength: 300 }).map(array => Buffer.from(array))
    const json = fc.json().map(text => Buffer.from(text))
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, json, damaged), async raw => {
        expectWellFormed(await channel.read(raw))
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  test('when nothing can leave, sending and checking say "retry"', async () => {
    const outgoing = await anAnswer()
    expect(await outcome(channel.send(outgoing, samples.settings, shut))).toBe('retry')
    expect(await outcome(channel.check(samples.settings, shut))).toBe('retry')
  })

  test('with a file of every type it takes the same, and what cannot be read is told as it is', async () => {
    const { files } = channel.abilities
    for (const contentType of files?.types?.map(({ type }) => type) ?? (files ? ['application/pdf'] : [])) {
      const file = {
        name: 'One file',
        contentType,
        sizeBytes: 4,
        bytes: () => Promise.resolve(Buffer.from('file')),
        address: 'https://hub.example/files/one',
      }
      const outgoing = { ...(await anAnswer()), text: '', files: [file] }
      expect(await outcome(channel.send(outgoing, samples.settings, shut)), contentType).toBe('retry')
      if (files?.byAddress) continue
      const gone = () => Promise.reject(new ChannelFailure('rejected', 'The file is gone'))
      const lost = { ...outgoing, files: [{ ...file, bytes: gone }] }
      expect(await outcome(channel.send(lost, samples.settings, shut))).toBe('rejected')
    }
  })

  test.runIf(channel.templates)(
    'templates: what is missing is words, and when nothing can leave, listing and sending say "retry"',
    async () => {
      const { templates } = channel
      const words = templates?.missing(samples.settings)
      expect(words === null || /\S/.test(words ?? '')).toBe(true)
      expect(await outcome(templates!.list(samples.settings, shut))).toBe('retry')
      const parameters = [{ place: 'body' as const, name: '1', button: null, value: 'Thandi' }]
      const template = { name: 'hello', language: 'en', parameters }
      const outgoing = { ...(await anAnswer()), template }
      expect(await outcome(channel.send(outgoing, samples.settings, shut))).toBe('retry')
    },
  )

  /** To whoever wrote the first sample. */
  async function anAnswer(): Promise<Outgoing> {
    const events = (await Promise.all(samples.raws.map(sample => channel.read(sample.raw)))).flat()
    const message = events.find(event => event.type === 'message')
    return {
      attemptId: '0198c0de-0000-7000-8000-00000000000a',
      messageId: '0198c0de-0000-7000-8000-00000000000b',
      to: message!.from,
      text: 'Hello',
      subject: 'Your line',
      references: [],
      files: [],
      hookUrl: `https://hub.example/hooks/${channel.kind}/k`,
    }
  }

  test('a README of 8 to 40 lines says what an operator must know', () => {
    const readme = new URL('README.md', folder)
    expect(existsSync(readme)).toBe(true)
    const lines = readFileSync(readme, 'utf8').trimEnd().split('\n').length
    expect(lines).toBeGreaterThanOrEqual(8)
    expect(lines).toBeLessThanOrEqual(40)
  })

  test('the adapter knows only the contract, and no way out but the one it is lent', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    expect(files).toContain('index.ts')
    for (const name of files) {
      const source = readFileSync(new URL(name, folder), 'utf8')
      const imports = [...source.matchAll(/\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g)]
      for (const specifier of imports.map(match => match[1] ?? match[2] ?? '')) {
        expect(isAllowed(specifier), `${name} imports ${specifier}`).toBe(true)
      }
      expect(source, name).not.toMatch(/(?<![.\w])fetch\(/)
    }
  })
})

/** Its own files, the contract, and packages that are no HTTP client. */
function isAllowed(specifier: string): boolean {
  if (specifier.startsWith('.')) return /^(\.\/[\w.-]+\.ts|\.\.\/(channel|samples)\.ts)$/.test(specifier)
  return !/^(node:)?(https?|http2|child_process|fs|fs\/promises)$|^(undici|express|pg|drizzle-orm)\b/.test(
    specifier,
  )
}
