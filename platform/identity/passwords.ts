/** Argon2id, off the event loop and a few at a time, so that hashing never takes the threads or cores of everything else. */
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { createHashQueue } from './hash-queue.ts'

// OWASP's first recommendation: 19 MiB, two passes, one lane. Argon2id is the library's default algorithm.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// libuv has four threads for files, names and compression too; on two cores one is left for answering.
const queue = createHashQueue({ atOnce: availableParallelism() > 2 ? 2 : 1, waiting: 64 })

type Check = { hash: string; password: string }

/** For work no stranger can cause: waits however long the line is. */
export const hashPassword = (password: string): Promise<string> =>
  queue.runPatiently(() => hash(password, cost))

/** The same for doors anyone can knock at: refused at once when too many wait already. */
export const hashAtTheDoor = (password: string): Promise<string> => queue.run(() => hash(password, cost))

export const verifyAtTheDoor = (input: Check): Promise<boolean> =>
  queue.run(() => verify(input.hash, input.password))

/** True while the doors refuse: to be asked before anything else is done for a sign-in. */
export const isHashingFull = (): boolean => queue.isFull()
