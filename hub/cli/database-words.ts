/** Errors of the database -> words for the person at the command line. */
import { CommandFailure } from './errors.ts'

const words: Record<string, string> = {
  ECONNREFUSED: 'The database does not answer: nobody listens where DATABASE_URL (or DATA_DIR) leads.',
  ENOTFOUND: 'The host of DATABASE_URL is unknown.',
  ETIMEDOUT: 'The database does not answer.',
  ECONNRESET: 'The database closed the connection.',
  '57P01': 'The database is shutting down.',
  '57P03': 'The database is starting up; try again in a moment.',
  '28P01':
    'The database refuses the password. Either DATABASE_URL has a wrong one, or this is not the SECRET_KEY the database was set up with.',
  '28000': 'The user of DATABASE_URL may not sign in.',
  '3D000': 'The database of DATABASE_URL does not exist; create it first.',
  '42P01': 'This database is not up to date: run "npm run trunkline -- migrate".',
  '42703': 'This database is not up to date: run "npm run trunkline -- migrate".',
  '42501': 'The user of DATABASE_URL may not do what this command needs: it must own the tables.',
  '55P03': 'The database is busy with the same tables; try again in a moment.',
}

/** The same error, unless it is one that an operator can do something about. */
export function inWords(error: unknown): unknown {
  const causes = [error, (error as Error | undefined)?.cause]
  for (const each of causes) {
    const { code } = (each ?? {}) as { code?: string }
    const found = code ? words[code] : undefined
    if (found) return new CommandFailure(found)
  }
  if (/timeout exceeded when trying to connect|Connection terminated/i.test(String(error))) {
    return new CommandFailure('The database does not answer.')
  }
  return error
}
