/** Argon2id, off the event loop. */
import { hash, verify } from '@node-rs/argon2'

// OWASP's first recommendation: 19 MiB, two passes, one lane. Argon2id is the library's default algorithm.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

export const verifyPassword = (input: { hash: string; password: string }): Promise<boolean> =>
  verify(input.hash, input.password)
