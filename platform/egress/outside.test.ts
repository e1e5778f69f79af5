import { expect, test } from 'vitest'
import { isReachedFromOutside } from './outside.ts'

test.each(['https://desk.fibreway.co.za', 'https://desk.fibreway.co.za:8443/x', 'https://1.1.1.1'])(
  '%s is reached from outside',
  url => {
    expect(isReachedFromOutside(url)).toBe(true)
  },
)

test.each([
  'http://desk.fibreway.co.za',
  'https://localhost:3000',
  'https://desk',
  'https://desk.local',
  'https://desk.internal.',
  'https://192.168.1.4',
  'https://[::1]',
  'https://desk.example',
  'nonsense',
])('%s is not', url => {
  expect(isReachedFromOutside(url)).toBe(false)
})
