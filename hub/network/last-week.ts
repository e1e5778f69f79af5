/** How many sessions were open at this minute a week ago: counted once, however many screens ask in that minute. */
import { countOpenAt } from '../../backoffice/radius/index.ts'
import type { Tx } from '../../db/client.ts'

export type LastWeek = (tx: Tx, now: Date) => Promise<number | null>

const minuteMs = 60_000
const weekMs = 7 * 24 * 60 * minuteMs

export function createLastWeek(): LastWeek {
  const known = new Map<string, { minute: number; open: number | null }>()
  return async (tx, now) => {
    const minute = Math.floor((now.getTime() - weekMs) / minuteMs)
    const held = known.get(tx.tenantId)
    if (held?.minute === minute) return held.open
    const open = await countOpenAt(tx, new Date(minute * minuteMs))
    known.set(tx.tenantId, { minute, open })
    return open
  }
}
