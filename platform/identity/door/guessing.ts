/** Which requests are guesses at a secret, for whom they count, and what their outcome means for the count. */
import { clientAddressHeader } from '../client-address.ts'
import type { Guesses, GuessKind } from '../guesses.ts'
import { networkOf } from '../network-of.ts'

export type Guess = { kind: GuessKind; name: string }
export type Outcome = 'right' | 'wrong' | 'neither'

/** By what a guess at this path is counted, beside its network. */
const countedBy: Record<string, { kind: GuessKind; by: 'email' | 'person' } | 'network'> = {
  '/sign-in/email': { kind: 'account', by: 'email' },
  '/code/verify': { kind: 'code', by: 'email' },
  '/magic-link/verify': 'network',
  '/password/reset': 'network',
  '/passkey/verify-authentication': 'network',
  '/two-factor/verify-totp': { kind: 'second', by: 'person' },
  '/two-factor/verify-backup-code': { kind: 'second', by: 'person' },
  '/two-factor/enable': { kind: 'confirm', by: 'person' },
  '/two-factor/disable': { kind: 'confirm', by: 'person' },
  '/two-factor/generate-backup-codes': { kind: 'confirm', by: 'person' },
  '/change-password': { kind: 'confirm', by: 'person' },
}

/** Every one of these makes somebody a message: each counts, whatever comes of it. */
const asking = new Set(['/magic-link/request', '/code/request', '/password/request-reset'])

export type Visitor = { path: string; email: string; headers: Headers | undefined; userId: string | null }

export type GuessBook = {
  /** Before the secret is looked at. Throws "too-many". */
  open(visitor: Visitor): Promise<Guess | null>
  /** Once the answer is known. */
  close(visitor: Visitor, taken: Guess | null, outcome: Outcome): Promise<void>
}

const networkOfVisitor = (visitor: Visitor) => networkOf(visitor.headers?.get(clientAddressHeader) ?? '')

export function createGuessBook(guesses: Guesses): GuessBook {
  return {
    async open(visitor) {
      if (asking.has(visitor.path)) {
        await guesses.take('ask-network', networkOfVisitor(visitor))
        await guesses.take('ask', visitor.email)
        return null
      }
      const rule = countedBy[visitor.path]
      if (rule === undefined) return null
      await guesses.check('network', networkOfVisitor(visitor))
      const name = rule === 'network' ? null : rule.by === 'email' ? visitor.email : visitor.userId
      if (rule === 'network' || name === null) return null
      await guesses.take(rule.kind, name)
      return { kind: rule.kind, name }
    },
    async close(visitor, taken, outcome) {
      if (countedBy[visitor.path] === undefined) return
      // Many may come from one network at once: what they guessed wrong counts, not that they came.
      if (outcome === 'wrong') await guesses.take('network', networkOfVisitor(visitor)).catch(ignoreClosed)
      if (!taken) return
      if (outcome === 'right') await guesses.clear(taken.kind, taken.name)
      if (outcome === 'neither') await guesses.giveBack(taken.kind, taken.name)
    },
  }
}

/** Closed by others meanwhile: it is counted already. */
function ignoreClosed(error: unknown): void {
  if ((error as { kind?: string }).kind !== 'too-many') throw error
}
