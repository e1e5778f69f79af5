import { type Logger, pino } from 'pino'

export type Log = Logger

const secretPaths = ['*.password', '*.accessToken', '*.botToken', '*.authToken', '*.secret']

/** JSON lines on standard output, one per happening; never message texts, passwords or tokens. */
export const createLog = (level: string): Log => pino({ level, base: null, redact: secretPaths })
