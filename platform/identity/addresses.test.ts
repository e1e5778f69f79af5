import { describe, expect, it } from 'vitest'
import { addressList, networkOf, plainAddress, wrongEntry } from './addresses.ts'

describe('plainAddress', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['nonsense', 'nonsense'],
    ['', ''],
  ])('%s is %s', (written, plain) => {
    expect(plainAddress(written)).toBe(plain)
  })
})

describe('networkOf', () => {
  it('takes all addresses of an IPv6 /64 for one caller, and every IPv4 address for its own', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'))
    expect(networkOf('2001:db8:1:2::9')).not.toBe(networkOf('2001:db8:1:3::9'))
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(networkOf('192.0.2.8')).toBe('192.0.2.8')
  })
})

describe('an address list', () => {
  const list = addressList(['192.0.2.0/24', '198.51.100.7', '2001:db8::/32', '::ffff:203.0.113.0/120'])

  it.each(['192.0.2.255', '::ffff:192.0.2.1', '198.51.100.7', '2001:db8:ffff::1', '203.0.113.9'])(
    'contains %s',
    address => expect(list.contains(address)).toBe(true),
  )

  it.each(['192.0.3.1', '198.51.100.8', '2001:db9::1', '203.0.114.1', '::1', '', 'unknown', '192.0.2'])(
    'does not contain "%s"',
    address => expect(list.contains(address)).toBe(false),
  )

  it('of nothing contains nothing', () => {
    expect(addressList([]).contains('192.0.2.1')).toBe(false)
  })
})

describe('wrongEntry', () => {
  it.each(['192.0.2.1', '192.0.2.0/0', '192.0.2.0/32', '::/0', '2001:db8::1/128'])('takes %s', entry =>
    expect(wrongEntry(entry)).toBeNull(),
  )

  it.each([
    '192.0.2.256',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/-1',
    '192.0.2.0/8/8',
    '::/129',
    'isp.example',
    '*',
    'fe80::1%eth0',
    '',
    '0x7f.1',
  ])('refuses "%s" in words', entry => expect(wrongEntry(entry)).toContain(`"${entry}"`))
})
