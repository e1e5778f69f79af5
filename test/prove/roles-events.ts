import { connectLive } from '../live.ts'
import type { Checks } from './checks.ts'
import { eventTable } from './event-table.ts'
import type { Installation } from './installation.ts'
import { holders } from './role-holders.ts'

import { eventSamples } from './socket-samples.ts'
import type { TenantWorld } from './tenant-world.ts'

/** Who asks. Some have a session, and no more than words of refusal for it. */
export type Asker = {
  name: string
  kind: 'nobody' | 'member' | 'limited' | 'disabled' | 'suspended' | 'needs-factor' | 'key'
  role: string | null
  /** The words of a custom role or a key, in place of those of `role`. */
  words?: readonly string[]
  /** Owns the installation. */
  operator?: boolean
  cookie: string | null
  /** Of a program, in place of a cookie. */
  key?: string
  memberId?: string
  /** Looks through these eyes. */
  impersonates?: { memberId: string; operatorMemberId: string }
}

export type RoleScene = { at: Installation; mine: TenantWorld; checks: Checks }

/** Whether this asker holds the word. */
export const holds = (word: string, { role, words }: Asker): boolean => {
  if (role === null) return false
  if (word === 'signed-in') return true
  return words ? words.includes(word) : (holders[word]?.includes(role) ?? false)
}

/** One socket event as one asker: answered, refused, or no socket at all. */
export async function proveEvent({ at, mine, checks }: RoleScene, name: string, asker: Asker): Promise<void> {
  const [word, withoutInbox] = eventTable[name] ?? ['undeclared', 'missing']
  const sample = eventSamples[name]
  const answered = holds(word, asker) && (asker.kind !== 'limited' || withoutInbox === 'same')
  const expected =
    noSocket[asker.kind] ?? (asker.role === null ? 'signed-out' : JSON.stringify({ ok: answered }))
  const got = sample ? await say(at.url, asker.cookie ?? '', name, sample.payload(mine)) : 'no sample'
  checks.same(`socket ${name} as ${asker.name}`, expected, got)
}

/** Keys are for requests; sockets are for people. */
const noSocket: Partial<Record<Asker['kind'], string>> = {
  suspended: 'suspended',
  'needs-factor': 'second-factor',
  key: 'signed-out',
}

async function say(url: string, cookie: string, name: string, payload: unknown): Promise<string> {
  try {
    const socket = await connectLive(url, cookie)
    try {
      return JSON.stringify(await socket.emit(name, payload))
    } finally {
      socket.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
