import { expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { createHashQueue } from './hash-queue.ts'

/** Work that ends when told to. */
function heldWork() {
  const ends: (() => void)[] = []
  let begun = 0
  const work = () => {
    begun += 1
    return new Promise<number>(resolve => ends.push(() => resolve(begun)))
  }
  return { work, endOne: () => ends.shift()?.(), begun: () => begun }
}

it('works on a few at once, lets some wait, and tells the others at once', async () => {
  const queue = createHashQueue({ atOnce: 2, waiting: 3 })
  const { work, endOne, begun } = heldWork()
  const accepted = Array.from({ length: 5 }, () => queue.run(work))
  expect(begun()).toBe(2)
  expect(queue.isFull()).toBe(true)
  await expect(queue.run(work)).rejects.toBeInstanceOf(Refusal)
  await expect(queue.run(work)).rejects.toMatchObject({ kind: 'too-many', more: { retryAfter: 2 } })
  expect(begun()).toBe(2)

  endOne()
  await accepted[0]
  expect(queue.isFull()).toBe(false)
  expect(begun()).toBe(3)
  for (const one of accepted.slice(1)) {
    endOne()
    await one
  }
  expect(begun()).toBe(5)
})

it('gives the place on when work fails, so that a failure does not shrink the line', async () => {
  const queue = createHashQueue({ atOnce: 1, waiting: 1 })
  const failing = queue.run(() => Promise.reject(new Error('broken')))
  const next = queue.run(() => Promise.resolve('fine'))
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('fine')
  expect(await queue.run(() => Promise.resolve('again'))).toBe('again')
})

it('never refuses work that no stranger can cause, but has it wait like all else', async () => {
  const queue = createHashQueue({ atOnce: 1, waiting: 0 })
  const { work, endOne, begun } = heldWork()
  const first = queue.run(work)
  const patient = queue.runPatiently(work)
  await expect(queue.run(work)).rejects.toMatchObject({ kind: 'too-many' })
  expect(begun()).toBe(1)
  endOne()
  await first
  expect(begun()).toBe(2)
  endOne()
  await patient
})
