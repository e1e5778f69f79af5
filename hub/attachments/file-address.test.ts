import { expect, it } from 'vitest'
import { fileAddress, lifetimeMs, readFileToken } from './file-address.ts'

const key = 'a key for tests'
const place = {
  tenantId: '01990000-0000-4000-8000-000000000001',
  attachmentId: '01990000-0000-7000-8000-000000000002',
}
const now = new Date('2026-03-01T10:00:00Z')
const tokenOf = (address: string) => address.replace('/files/', '')
const token = tokenOf(fileAddress(key, place, now))

it('an address is read by whoever made it, for five minutes', () => {
  expect(readFileToken(key, token, now)).toEqual(place)
  expect(lifetimeMs).toBe(300_000)
  expect(readFileToken(key, token, new Date(now.getTime() + lifetimeMs - 1))).toEqual(place)
  expect(readFileToken(key, token, new Date(now.getTime() + lifetimeMs))).toBeNull()
  expect(readFileToken('another key', token, now)).toBeNull()
})

it('with any single bit flipped it is no address', () => {
  const bytes = Buffer.from(token)
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes)
    const index = bit >> 3
    flipped[index] = (flipped[index] ?? 0) ^ (1 << (bit & 7))
    expect(readFileToken(key, flipped.toString('latin1'), now), `bit ${bit}`).toBeNull()
  }
})

it('cut short, doubled, or with the signature of another, it is none', () => {
  const [text = '', signature = ''] = token.split('.')
  const other = tokenOf(fileAddress(key, { ...place, tenantId: place.attachmentId }, now))
  const [otherText = ''] = other.split('.')
  const wrong = [
    '',
    '.',
    text,
    `${text}.`,
    `.${signature}`,
    `${token}.${signature}`,
    `${token}=`,
    `${otherText}.${signature}`,
  ]
  for (const each of wrong) expect(readFileToken(key, each, now), each).toBeNull()
})
