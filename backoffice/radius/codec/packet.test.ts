import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Attr } from './attributes.ts'
import { checkMessageAuthenticator, isAccountingAuthentic, isReplyAuthentic } from './authenticator.ts'
import { type Attribute, all, decode, encode, first, type Packet } from './packet.ts'
import { hidePassword, isChapAnswer, revealPassword } from './password.ts'
import { hasVendor, readAddress, readInteger, readIpv6Prefix, readText, readVendor } from './read.ts'
import { vendorText } from './write.ts'

const authenticator = Buffer.alloc(16, 7)
const header = { code: 1, id: 9, authenticator }
const octet = fc.uint8Array({ minLength: 0, maxLength: 253 }).map(list => Buffer.from(list))
const attribute: fc.Arbitrary<Attribute> = fc.record({ type: fc.integer({ min: 0, max: 255 }), value: octet })
const noise = fc.uint8Array({ maxLength: 120, size: 'max' }).map(list => Buffer.from(list))
/** Packets with attributes of the types that have readers, one octet of them changed. */
const damaged = fc
  .tuple(
    fc.array(
      fc.record({
        type: fc.constantFrom(...Object.values(Attr)),
        value: fc.uint8Array({ maxLength: 24 }).map(list => Buffer.from(list)),
      }),
      { maxLength: 8 },
    ),
    fc.nat(300),
    fc.nat(255),
  )
  .map(([attributes, at, octetThere]) => {
    const raw = encode(header, attributes)
    raw[at % raw.length] = octetThere
    return raw
  })

describe('a packet', () => {
  it('comes back with its attributes in order, repeated ones kept', () => {
    fc.assert(
      fc.property(fc.array(attribute, { maxLength: 15 }), attributes => {
        const packet = decode(encode(header, attributes)) as Packet
        expect(all(packet)).toEqual(attributes)
        expect(packet.authenticator).toEqual(authenticator)
      }),
    )
  })

  it('is read without the octets that follow its length', () => {
    const raw = encode(header, [{ type: 1, value: Buffer.from('thandi') }])
    const packet = decode(Buffer.concat([raw, Buffer.from([1, 1, 0, 255])])) as Packet
    expect(packet.raw).toEqual(raw)
    expect(all(packet)).toHaveLength(1)
  })

  it('is dropped when any octet of it is missing', () => {
    const raw = encode(header, [{ type: 1, value: Buffer.from('thandi') }])
    for (let length = 0; length < raw.length; length++) expect(decode(raw.subarray(0, length))).toBeNull()
  })

  it('may be 4096 octets long and no longer', () => {
    const full = [
      ...Array(15).fill({ type: 26, value: Buffer.alloc(253) }),
      { type: 26, value: Buffer.alloc(249) },
    ]
    const raw = encode(header, full)
    expect(raw).toHaveLength(4096)
    expect(all(decode(raw) as Packet)).toHaveLength(16)
    expect(() => encode(header, [...full, { type: 1, value: Buffer.alloc(0) }])).toThrow('4098 octets')
    const long = Buffer.concat([raw, Buffer.from([1, 2])])
    long.writeUInt16BE(4098, 2)
    expect(decode(long)).toBeNull()
  })

  it('is dropped when its length says less than a header', () => {
    const raw = encode(header, [])
    expect(decode(raw)).not.toBeNull()
    raw.writeUInt16BE(19, 2)
    expect(decode(raw)).toBeNull()
  })

  it.each([
    ['0', [1, 0]],
    ['1', [1, 1]],
    ['more than there is', [1, 7, 65, 66]],
    ['missing altogether', [1, 3, 65, 1]],
  ])('is dropped when the length of an attribute is %s', (_words, octets) => {
    const raw = Buffer.concat([encode(header, []), Buffer.from(octets)])
    raw.writeUInt16BE(raw.length, 2)
    expect(decode(raw)).toBeNull()
  })

  it('cannot be written with a value of 254 octets', () => {
    expect(() => encode(header, [{ type: 1, value: Buffer.alloc(254) }])).toThrow('at most 253')
  })

  it('of 20,000 random kinds never breaks any reader', () => {
    const secret = Buffer.from('secret')
    let read = 0
    fc.assert(
      fc.property(fc.oneof(noise, damaged), raw => {
        const packet = decode(raw)
        if (!packet) return
        read++
        for (const { type } of all(packet)) {
          readText(packet, type)
          readInteger(packet, type)
          readAddress(packet, type)
          readIpv6Prefix(packet, type)
          const value = first(packet, type) as Buffer
          revealPassword(value, secret, packet.authenticator)
          isChapAnswer(value, secret, packet.authenticator)
        }
        hasVendor(packet, 311)
        readVendor(packet, 14988, 8)
        checkMessageAuthenticator(packet, secret)
        isAccountingAuthentic(packet, secret)
        expect(isReplyAuthentic(packet, authenticator, secret)).toBe(false)
      }),
      { numRuns: 20_000 },
    )
    expect(read).toBeGreaterThan(1_000)
  })
})

describe('a password', () => {
  it('of up to 128 octets comes back from hiding', () => {
    const password = fc.uint8Array({ maxLength: 128 }).filter(list => list.at(-1) !== 0)
    fc.assert(
      fc.property(password, fc.uint8Array({ minLength: 1 }), (list, secret) => {
        const hidden = hidePassword(Buffer.from(list), Buffer.from(secret), authenticator)
        expect(hidden.length % 16).toBe(0)
        expect(revealPassword(hidden, Buffer.from(secret), authenticator)).toEqual(Buffer.from(list))
      }),
    )
  })

  it('of 129 octets cannot be hidden, and odd lengths cannot be revealed', () => {
    const secret = Buffer.from('secret')
    expect(() => hidePassword(Buffer.alloc(129, 65), secret, authenticator)).toThrow('at most 128')
    for (const length of [0, 1, 15, 17, 127, 144])
      expect(revealPassword(Buffer.alloc(length), secret, authenticator)).toBeNull()
  })
})

describe('values', () => {
  const packet = (type: number, value: Buffer) => decode(encode(header, [{ type, value }])) as Packet

  it('of the wrong length for their type are absent', () => {
    expect(readInteger(packet(5, Buffer.alloc(3)), 5)).toBeUndefined()
    expect(readAddress(packet(8, Buffer.alloc(16)), 8)).toBeUndefined()
    expect(readInteger(packet(5, Buffer.from([255, 255, 255, 255])), 5)).toBe(4_294_967_295)
  })

  it('of text are storable whatever their octets', () => {
    expect(readText(packet(1, Buffer.from('thandi@línea.example')), 1)).toBe('thandi@línea.example')
    expect(readText(packet(1, Buffer.from([65, 0, 66, 0xff])), 1)).toBe('A\uFFFDB\uFFFD')
  })

  it.each([
    ['0030 20010db80012', '2001:db8:12::/48'],
    ['0000', '::/0'],
    ['003c 20010db8000000ff', '2001:db8:0:f0::/60'],
    ['0080 20010db8000000000000000000000001', '2001:db8::1/128'],
  ])('of an IPv6 prefix %s read %s', (octets, words) => {
    expect(readIpv6Prefix(packet(97, Buffer.from(octets.replace(' ', ''), 'hex')), 97)).toBe(words)
  })

  it.each(['00', '0081', '0040 20010db8', `0040${'00'.repeat(17)}`])(
    'of a broken IPv6 prefix %s are absent',
    octets => {
      expect(readIpv6Prefix(packet(97, Buffer.from(octets.replace(' ', ''), 'hex')), 97)).toBeUndefined()
    },
  )

  it('of a vendor are found behind those of another and past broken ones', () => {
    const packetOfMany = decode(
      encode(header, [
        { type: Attr.vendorSpecific, value: Buffer.from([0, 0]) },
        { type: Attr.vendorSpecific, value: Buffer.from([0, 0, 0x3a, 0x8c, 8, 0]) },
        vendorText(311, 8, 'other'),
        vendorText(14988, 8, '20M/100M'),
      ]),
    ) as Packet
    expect(readVendor(packetOfMany, 14988, 8)?.toString()).toBe('20M/100M')
    expect(readVendor(packetOfMany, 14988, 9)).toBeUndefined()
    expect([hasVendor(packetOfMany, 311), hasVendor(packetOfMany, 9)]).toEqual([true, false])
  })
})
