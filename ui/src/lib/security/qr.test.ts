import { expect, test } from 'vitest'
import { qrOf, secretIn } from './qr.ts'

const uri = 'otpauth://totp/Trunkline:lerato%40isp.example?secret=JBSWY3DPEHPK3PXP&issuer=Trunkline'

test('the code has its three corners and keeps its border free', () => {
  const { size, path } = qrOf(uri)
  const dark = new Set(
    path
      .split('M')
      .slice(1)
      .map(each => each.split('h')[0]),
  )
  // A finder pattern is seven squares wide: its outer corners are dark, the ring inside is light.
  for (const [x, y] of [
    [2, 2],
    [size - 3, 2],
    [2, size - 3],
  ] as const)
    expect(dark.has(`${x} ${y}`)).toBe(true)
  expect(dark.has('3 3')).toBe(false)
  expect([...dark].some(each => each?.startsWith('0 ') || each?.endsWith(' 1'))).toBe(false)
})

test('the secret is told in groups of four', () => {
  expect(secretIn(uri)).toBe('JBSW Y3DP EHPK 3PXP')
  expect(secretIn('no address')).toBe('')
})
