import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPaced } from './paced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const passed: string[] = []
beforeEach(() => void passed.splice(0))
const pacedNumbers = (done: () => Promise<void> = async () => {}) =>
  createPaced<number>(
    1_000,
    (held, item) => held + item,
    (key, item) => {
      passed.push(`${key} ${item}`)
      return done()
    },
  )

test('the first is passed on at once, the rest of its second together, and each key by itself', async () => {
  const paced = pacedNumbers()
  for (const item of [1, 2, 3]) paced.add('a', item)
  paced.add('b', 7)
  expect(passed).toEqual(['a 1', 'b 7'])
  await vi.advanceTimersByTimeAsync(999)
  expect(passed).toEqual(['a 1', 'b 7'])
  await vi.advanceTimersByTimeAsync(1)
  expect(passed).toEqual(['a 1', 'b 7', 'a 5'])
  await vi.advanceTimersByTimeAsync(1_000)
  paced.add('a', 4)
  expect(passed.at(-1)).toBe('a 4')
})

test('one that fails keeps nobody from the next', async () => {
  const paced = pacedNumbers(() => Promise.reject(new Error('away')))
  paced.add('a', 1)
  paced.add('a', 2)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(passed).toEqual(['a 1', 'a 2'])
})

test('what takes longer than a second is waited for, and nothing is passed on after the end', async () => {
  let finish = () => {}
  const paced = pacedNumbers(() => new Promise<void>(resolve => (finish = resolve)))
  paced.add('a', 1)
  paced.add('a', 2)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(passed).toEqual(['a 1'])
  finish()
  await vi.advanceTimersByTimeAsync(0)
  expect(passed).toEqual(['a 1', 'a 2'])
  paced.add('a', 3)
  paced.close()
  finish()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(passed).toEqual(['a 1', 'a 2'])
})
