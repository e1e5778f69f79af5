import { expect, it } from 'vitest'
import { Ahead, besideIn } from './ahead.ts'

/** Idle moments and answers come when the test says so. */
function page() {
  const asked: string[] = []
  const held = new Set<string>()
  const idle: (() => void)[] = []
  const answers = new Map<string, () => void>()
  const state = { isOnline: true }
  const ahead = new Ahead({
    fetch: id => {
      asked.push(id)
      return new Promise(resolve => answers.set(id, resolve))
    },
    isHeld: id => held.has(id),
    isOnline: () => state.isOnline,
    idle: run => idle.push(run),
  })
  return {
    ...{ ahead, asked, held, state },
    async rest() {
      while (idle.length > 0) idle.shift()?.()
      await Promise.resolve()
    },
    async answer(id: string) {
      held.add(id)
      answers.get(id)?.()
      await new Promise(resolve => setImmediate(resolve))
    },
  }
}

it('asks for two at a time, when the page is idle', async () => {
  const { ahead, asked, rest, answer } = page()
  ahead.beside(['a', 'b', 'c', 'd'])
  expect(asked).toEqual([])
  await rest()
  expect(asked).toEqual(['a', 'b'])
  await answer('a')
  await rest()
  expect(asked).toEqual(['a', 'b', 'c'])
})

it('what is not likely any more is not asked for', async () => {
  const { ahead, asked, rest, answer } = page()
  ahead.beside(['a', 'b', 'c', 'd'])
  await rest()
  ahead.beside(['x'])
  await answer('a')
  await rest()
  expect(asked).toEqual(['a', 'b', 'x'])
})

it('the one somebody points at comes first, and what is held is not asked for', async () => {
  const { ahead, asked, held, rest } = page()
  held.add('a')
  ahead.beside(['a', 'b'])
  ahead.point('p')
  await rest()
  expect(asked).toEqual(['p', 'b'])
})

it('asks for nothing without a network', async () => {
  const { ahead, asked, state, rest } = page()
  state.isOnline = false
  ahead.beside(['a'])
  await rest()
  expect(asked).toEqual([])
})

it('three rows to either side, the nearest first', () => {
  const shown = ['1', '2', '3', '4', '5', '6', '7', '8']
  expect(besideIn(shown, '5', 3)).toEqual(['6', '4', '7', '3', '8', '2'])
  expect(besideIn(shown, '1', 3)).toEqual(['2', '3', '4'])
  expect(besideIn(shown, 'elsewhere', 3)).toEqual([])
  expect(besideIn(shown, null, 3)).toEqual([])
})
