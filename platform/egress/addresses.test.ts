import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inBlock, isGlobal, parseAddress, parseBlock } from './addresses.ts'

const global = (text: string) => isGlobal(parseAddress(text)!)

test.each([
  '0.0.0.0',
  '0.255.255.255',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.255.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '0:0:0:0:0:ffff:c0a8:0101',
  '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::8.8.8.8',
  '100::1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
])('%s is not on the open internet', text => {
  expect(global(text)).toBe(false)
})

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001:81b::200e',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
])('%s is on the open internet', text => {
  expect(global(text)).toBe(true)
})

test('an address with a zone, or no address at all, is refused', () => {
  for (const text of ['fe80::1%eth0', '1.2.3', '1.2.3.4.5', '01.2.3.4', ':::', '', 'host.example']) {
    expect(parseAddress(text)).toBeNull()
  }
})

test('an IPv4 address is judged alike whether plain, mapped or behind NAT64', () => {
  fc.assert(
    fc.property(fc.ipV4(), text => {
      expect(global(`::ffff:${text}`)).toBe(global(text))
      expect(global(`64:ff9b::${text}`)).toBe(global(text))
    }),
  )
})

test('every IPv6 spelling that Node accepts parses to what the URL parser reads', () => {
  fc.assert(
    fc.property(fc.ipV6(), text => {
      const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1)
      expect(parseAddress(text)).toEqual(parseAddress(canonical))
      expect(parseAddress(text)).toHaveLength(16)
    }),
  )
})

test('a block ends where its bits say', () => {
  const block = parseBlock('10.20.0.0/15')!
  expect(inBlock(parseAddress('10.21.255.255')!, block)).toBe(true)
  expect(inBlock(parseAddress('10.22.0.0')!, block)).toBe(false)
  expect(inBlock(parseAddress('::a14:1')!, block)).toBe(false)
  expect(inBlock(parseAddress('9.9.9.9')!, parseBlock('0.0.0.0/0')!)).toBe(true)
})

test('a block with impossible bits is refused', () => {
  for (const text of [
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/',
    '10.0.0.0/x',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
  ]) {
    expect(parseBlock(text)).toBeNull()
  }
})
