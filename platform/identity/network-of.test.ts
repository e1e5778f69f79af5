import { expect, it } from 'vitest'
import { networkOf } from './network-of.ts'

it('counts IPv4 by address, written in either way', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('203.0.113.8')).not.toBe(networkOf('203.0.113.7'))
})

it('counts IPv6 by the /64 a household has', () => {
  const home = networkOf('2001:db8:1:2:aaaa::1')
  expect(networkOf('2001:0db8:0001:0002:bbbb:cccc:dddd:eeee')).toBe(home)
  expect(networkOf('2001:db8:1:3::1')).not.toBe(home)
})

it('has one place for everything that is no address', () => {
  expect(networkOf('')).toBe('unknown')
  expect(networkOf('not an address')).toBe('unknown')
})
