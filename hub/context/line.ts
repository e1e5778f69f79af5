import type { z } from 'zod'
import type { findLine } from '../../backoffice/radius/index.ts'
import type { Line as LineSchema } from './context.api.ts'

export type LiveLine = z.infer<typeof LineSchema>

/** The back office's line in the API's words. */
export const toLine = (line: Awaited<ReturnType<typeof findLine>>[number]): LiveLine => ({
  loginId: line.loginId,
  login: line.login,
  online: line.online,
  sessionId: line.sessionId,
  since: line.since?.toISOString() ?? null,
  ip: line.ip,
  nas: line.nasName,
  nasPort: line.nasPort,
  mac: line.callingStationId,
  uploadBytes: line.inputOctets,
  downloadBytes: line.outputOctets,
  updatedAt: line.updatedAt?.toISOString() ?? null,
  lastStopCause: line.lastStopCause,
  attempts: line.lastAttempts.map(attempt => ({
    at: attempt.at.toISOString(),
    accepted: attempt.accepted,
    words: attempt.words,
  })),
  day: line.day.map(({ from, to }) => ({ from: from.toISOString(), to: to?.toISOString() ?? null })),
})
