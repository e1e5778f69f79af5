import { expect, it } from 'vitest'
import { gather } from './gather.ts'

it('starts a lone item at once and gathers those that come while it works', async () => {
  const batches: number[][] = []
  const gates: (() => void)[] = []
  const numbers = gather<number, number>(10, async items => {
    batches.push(items)
    await new Promise<void>(open => gates.push(open))
    return items.map(item => item * 2)
  })
  const results = [numbers.add(1), numbers.add(2), numbers.add(3)]
  gates[0]?.()
  expect(await results[0]).toBe(2)
  await new Promise(setImmediate)
  gates[1]?.()
  expect(await Promise.all(results)).toEqual([2, 4, 6])
  expect(batches).toEqual([[1], [2, 3]])
})

it('gives a failing batch its error and goes on with the next', async () => {
  let calls = 0
  const work = gather<string, string>(1, async items => {
    calls++
    if (items[0] === 'bad') throw new Error('no')
    return items
  })
  const bad = work.add('bad')
  const good = work.add('good')
  await expect(bad).rejects.toThrow('no')
  expect(await good).toBe('good')
  expect(calls).toBe(2)
})
