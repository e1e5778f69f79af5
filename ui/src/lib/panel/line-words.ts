/** A line's state as one sentence. */
import type { Line } from '../api/types.ts'
import { say } from '../words/say.ts'
import { moment, type Region } from '../words/time.ts'

/** "Online since 09:12", "Offline since Mon 14:03, last cause: Lost-Carrier", "Never online yet". */
export function lineWords(line: Line, now: number, region: Region): string {
  const since = line.since ? moment(line.since, now, region) : null
  if (line.online) return since ? say`Online since ${since}` : say`Online`
  if (!since) return say`Never online yet`
  return say`Offline since ${since}${line.lastStopCause ? say`, last cause: ${line.lastStopCause}` : ''}`
}

/** "10.0.3.7 · tower-3 / pppoe-112" */
export function linePlace({ ip, nas, nasPort }: Line): string {
  const port = [nas, nasPort].filter(Boolean).join(' / ')
  return [ip, port].filter(Boolean).join(' · ')
}
