import { type Logger, pino } from 'pino'

export type Log = Logger

const secretPaths = ['*.password', '*.accessToken', '*.botToken', '*.authToken', '*.secret']

/** Only what helps: an error of a library can carry its whole connection, keys included. */
function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return {
    type: name,
    message,
    stack,
    ...(code ? { code } : {}),
    ...(cause ? { cause: errorFields(cause) } : {}),
  }
}

/** JSON lines on standard output, one per happening; never message texts, passwords or tokens. */
export const createLog = (level: string): Log =>
  pino({ level, base: null, redact: secretPaths, serializers: { err: errorFields } })
