import { expect, it } from 'vitest'
import { macPart } from './session-filter.ts'

it.each([
  ['02:ab:cd', '02abcd'],
  ['02-AB-c', '02abc'],
  ['02ab.cdef', '02abcdef'],
  ['02AB-CDEF-0123', '02abcdef0123'],
  ['02abcd', '02abcd'],
])('%j is a part of a device address', (text, hex) => {
  expect(macPart(text)).toBe(hex)
})

it.each(['C-777', '100.64.0.7', '100.64', 'abba', '02', '02:ab:cd:ef:01:23:45', 'thandi@isp', ''])(
  '%j is none',
  text => {
    expect(macPart(text)).toBeNull()
  },
)
