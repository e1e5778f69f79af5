/** The same checks on every adapter that takes webhooks: signatures, splitting, kinds it does not know. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Hook, HookRequest, RawItem } from './channel.ts'
import { type Subject, subjects } from './conformance-subjects.ts'

const hooked = subjects.flatMap(subject => {
  const { hook, settings } = subject.channel
  const { hook: sample } = subject.samples
  return hook && sample ? [{ kind: subject.channel.kind, hook, sample, schema: settings, subject }] : []
})

/** The sample settings with every secret replaced. */
function withSecrets({ channel, samples }: Subject, change: (secret: string) => string): unknown {
  const { properties = {} } = z.toJSONSchema(channel.settings, { io: 'input' })
  const entries = Object.entries(samples.settings as Record<string, unknown>).map(([name, value]) => {
    const field = properties[name] as { secret?: boolean } | undefined
    return [name, field?.secret && typeof value === 'string' ? change(value) : value]
  })
  return Object.fromEntries(entries)
}

const otherSecret = (secret: string) => secret.slice(0, -1) + (secret.endsWith('x') ? 'y' : 'x')

/** Names of the headers that change with the secret: whatever proves the sender. */
function proofHeaders(right: HookRequest, wrong: HookRequest): string[] {
  return Object.keys(right.headers).filter(name => right.headers[name] !== wrong.headers[name])
}

/** Up to 200 copies with one bit turned, spread evenly over the whole. */
function flips(bytes: Buffer): Buffer[] {
  const bits = bytes.length * 8
  const count = Math.min(200, bits)
  return Array.from({ length: count }, (_, index) => {
    const bit = Math.floor((index * bits) / count)
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return copy
  })
}

const plain = (items: RawItem[] | null) => items?.map(item => ({ ...item, raw: item.raw.toString('base64') }))

test('at least one adapter takes webhooks', () => {
  expect(hooked.length).toBeGreaterThan(0)
})

describe.each(hooked)('$kind hook', ({ hook, sample, subject }) => {
  const { settings } = subject.samples
  const wrong = withSecrets(subject, otherSecret)
  const request = sample.request(sample.batch, settings)
  const proofs = proofHeaders(request, sample.request(sample.batch, wrong))
  /** A signature changes with the body; a bearer secret (Telegram's token header) does not and cannot protect it. */
  const coversBody = proofs.some(
    name => request.headers[name] !== sample.request(sample.unknownKind, settings).headers[name],
  )

  test('the right signature verifies; the secret of another account does not', () => {
    expect(proofs.length).toBeGreaterThan(0)
    for (const body of [sample.batch, sample.unknownKind]) {
      expect(hook.verify(sample.request(body, settings), settings)).toBe(true)
      expect(hook.verify(sample.request(body, settings), wrong)).toBe(false)
      expect(hook.verify(sample.request(body, wrong), settings)).toBe(false)
    }
  })

  test('an empty secret never verifies, neither with a signature made of it nor with none', () => {
    const empty = withSecrets(subject, () => '')
    for (const signed of [sample.request(sample.batch, empty), request]) {
      expect(hook.verify(signed, empty)).toBe(false)
    }
    for (const proof of ['', undefined]) {
      const headers = { ...request.headers, ...Object.fromEntries(proofs.map(name => [name, proof])) }
      expect(hook.verify({ ...request, headers }, empty)).toBe(false)
      expect(hook.verify({ ...request, headers }, settings)).toBe(false)
    }
  })

  test('one turned bit in the signature is refused', () => {
    for (const name of proofs) {
      for (const flipped of flips(Buffer.from(request.headers[name] ?? ''))) {
        const headers = { ...request.headers, [name]: flipped.toString('latin1') }
        expect(hook.verify({ ...request, headers }, settings)).toBe(false)
      }
    }
  })

  test.runIf(coversBody)('one turned bit in the body is refused, unless the items stay the very same', () => {
    let refused = 0
    for (const body of flips(sample.batch)) {
      const changed = { ...request, body }
      if (hook.verify(changed, settings))
        expect(splitTwice(hook, changed)).toEqual(plain(hook.split(request)))
      else refused++
    }
    // Forms are signed by meaning: "%2B" and "%2b" are the same field. Little else may pass.
    expect(refused).toBeGreaterThan(180)
  })

  test('a batch falls into its items, each with a key of its own', () => {
    const items = hook.split(request) ?? []
    expect(items).toHaveLength(sample.batchItems)
    expect(new Set(items.map(item => item.key)).size).toBe(items.length)
    for (const { key } of items) {
      expect(key.length).toBeGreaterThan(0)
      expect(key.length).toBeLessThanOrEqual(300)
    }
  })

  test('splitting twice gives the same keys and bytes', () => {
    expect(splitTwice(hook, request)).toEqual(plain(hook.split(request)))
  })

  test('every item of the batch is read as something known', async () => {
    for (const item of hook.split(request) ?? []) {
      const types = (await subject.channel.read(item.raw)).map(event => event.type)
      expect(types.length).toBeGreaterThan(0)
      expect(types).not.toContain('unknown')
    }
  })

  test('a body that cannot be parsed is null, and no bytes make verify or split throw', () => {
    expect(hook.split(sample.request(sample.malformed, settings))).toBeNull()
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(Buffer.from)), bytes => {
        const hostile = { ...request, body: Buffer.from(bytes) }
        hook.verify(hostile, settings)
        for (const item of hook.split(hostile) ?? []) expect(item.key.length).toBeLessThanOrEqual(300)
      }),
      { numRuns: 300 },
    )
  })

  test('an unknown kind is kept as an item and read as unknown, or as a flagged message', async () => {
    const items = hook.split(sample.request(sample.unknownKind, settings)) ?? []
    expect(items.length).toBeGreaterThan(0)
    for (const item of items) {
      const events = await subject.channel.read(item.raw)
      expect(events.length).toBeGreaterThan(0)
      for (const event of events) {
        expect(event.type === 'unknown' || (event.type === 'message' && event.flags.length > 0)).toBe(true)
      }
    }
  })

  test('a post is no handshake', () => {
    expect(hook.handshake?.(request, settings) ?? null).toBeNull()
  })
})

function splitTwice(hook: Hook<unknown>, request: HookRequest) {
  hook.split(request)
  return plain(hook.split(request))
}
