import { expect, test } from 'vitest'
import { parseAddress } from './addresses.ts'
import { readAllowList } from './allow.ts'

const loopback = parseAddress('127.0.0.1')!

test('an origin opens its scheme, host and port only', () => {
  const allows = readAllowList(['http://127.0.0.1:9000'])
  expect(allows({ host: '127.0.0.1', port: 9000, protocol: 'http:' }, loopback)).toBe(true)
  expect(allows({ host: '127.0.0.1', port: 9000, protocol: 'https:' }, loopback)).toBe(false)
  expect(allows({ host: '127.0.0.1', port: 9001, protocol: 'http:' }, loopback)).toBe(false)
  expect(allows({ host: 'localhost', port: 9000, protocol: 'http:' }, loopback)).toBe(false)
  expect(allows({ host: '127.0.0.1' }, loopback)).toBe(false)
})

test('an origin without a port means the port of its scheme', () => {
  const allows = readAllowList(['https://intern.example'])
  expect(allows({ host: 'intern.example', port: 443, protocol: 'https:' }, loopback)).toBe(true)
  expect(allows({ host: 'intern.example', port: 8443, protocol: 'https:' }, loopback)).toBe(false)
})

test('host:port opens one port, a bare host every port', () => {
  const allows = readAllowList(['mail.example:993', 'Sms.Example', '[::1]:25'])
  expect(allows({ host: 'mail.example', port: 993 }, loopback)).toBe(true)
  expect(allows({ host: 'mail.example', port: 25 }, loopback)).toBe(false)
  expect(allows({ host: 'mail.example' }, loopback)).toBe(false)
  expect(allows({ host: 'sms.example', port: 1 }, loopback)).toBe(true)
  expect(allows({ host: 'sms.example' }, loopback)).toBe(true)
  expect(allows({ host: '[::1]', port: 25 }, parseAddress('::1')!)).toBe(true)
})

test('a block opens its addresses under any name, mapped ones too', () => {
  const allows = readAllowList(['10.0.0.0/8', 'fd00::/8', '192.168.7.7'])
  expect(allows({ host: 'olt.example' }, parseAddress('10.9.8.7')!)).toBe(true)
  expect(allows({ host: 'olt.example' }, parseAddress('::ffff:10.9.8.7')!)).toBe(true)
  expect(allows({ host: 'olt.example' }, parseAddress('fd00::7')!)).toBe(true)
  expect(allows({ host: 'olt.example' }, parseAddress('192.168.7.7')!)).toBe(true)
  expect(allows({ host: 'olt.example' }, parseAddress('192.168.7.8')!)).toBe(false)
})

test.each([
  '',
  'http://',
  'ftp://a.example',
  'http://a.example/path',
  'http://u:p@a.example',
  'a b',
  'a:0',
  'a:70000',
  '*',
])('the entry "%s" is refused with words', entry => {
  expect(() => readAllowList([entry])).toThrow(/is not an origin/)
})
