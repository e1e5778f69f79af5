import { connectLive } from '../live.ts'
import type { Checks } from './checks.ts'
import type { Installation } from './installation.ts'
import { eventTable, holders } from './role-table.ts'
import { eventSamples } from './socket-samples.ts'
import type { TenantWorld } from './tenant-world.ts'

/** Who asks. A disabled member has a session still, and no role any more. */
export type Asker = {
  name: string
  kind: 'nobody' | 'member' | 'limited' | 'disabled'
  role: string | null
  cookie: string | null
}

export type RoleScene = { at: Installation; mine: TenantWorld; checks: Checks }

/** Whether this asker holds the word. */
export const holds = (word: string, { role }: Asker): boolean =>
  role !== null && (word === 'signed-in' || (holders[word]?.includes(role) ?? false))

/** One socket event as one asker: answered, refused, or no socket at all. */
export async function proveEvent({ at, mine, checks }: RoleScene, name: string, asker: Asker): Promise<void> {
  const [word, withoutInbox] = eventTable[name] ?? ['undeclared', 'missing']
  const sample = eventSamples[name]
  const signedIn = asker.role !== null
  const answered = holds(word, asker) && (asker.kind !== 'limited' || withoutInbox === 'same')
  const expected = signedIn ? JSON.stringify({ ok: answered }) : 'signed-out'
  const got = sample ? await say(at.url, asker.cookie ?? '', name, sample.payload(mine)) : 'no sample'
  checks.same(`socket ${name} as ${asker.name}`, expected, got)
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
