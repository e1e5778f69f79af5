/** Routers, and what their accounting and sign-ins would have left behind. */
import { createHash } from 'node:crypto'
import { sessionKey } from '../../backoffice/radius/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import type { Tx } from '../client.ts'
import { authAttempts, nas, radiusSessions } from '../schema/index.ts'
import { dayMs } from './days.ts'
import { fibreCut, routers } from './people.ts'
import type { Random } from './random.ts'
import type { DemoLine } from './services.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

type Story = {
  tx: Tx
  /** Router ids by name. */
  nasIds: ReadonlyMap<string, string>
  random: Random
  now: Date
}

type Attempt = typeof authAttempts.$inferInsert
type Session = typeof radiusSessions.$inferInsert

/** Shared secrets differ on every installation: they come from its own secret key. */
export async function seedRouters(tx: Tx, secrets: Secrets): Promise<Map<string, string>> {
  const rows: (typeof nas.$inferInsert)[] = []
  for (const { name, address } of routers) {
    const id = newId()
    const clear = secrets.derive(`demo router ${address}`).slice(0, 24)
    const place = { tenantId: tx.tenantId, table: 'nas', column: 'secret', id }
    rows.push({ id, name, address, secret: await secrets.seal(place, clear) })
  }
  await tx.orm.insert(nas).values(rows)
  return new Map(rows.map(row => [row.name, row.id]))
}

/** Most lines are up. Some are down for a reason an agent can read, and one because it was not paid. */
export async function seedSessions(
  story: Story,
  lines: readonly DemoLine[],
  suspended: { line: DemoLine; words: string },
): Promise<void> {
  const sessions: Session[] = []
  const attempts: Attempt[] = []
  const dark = new Set(lines.filter(line => line.customer.nas === 'Kestrel Ridge tower').slice(0, 3))
  for (const [index, line] of lines.entries()) {
    const say = (at: Date, words: string) => attempts.push(attemptOf(story, { line, at, words }))
    const add = (part: Stay) => {
      say(before(part.from, 1_000), 'accepted')
      sessions.push(sessionOf(story, { line, number: sessions.length, ...part }))
    }
    const fate = line === suspended.line ? 'unpaid' : dark.has(line) ? 'dark' : fateOf(story, line, index)
    const last = lastStay(story, fate)
    const reconnectMs = (1 + story.random.whole(20)) * minuteMs
    const cause = story.random.pick(['Lost-Carrier', 'NAS-Reboot'])
    add({ from: before(last.from, 9 * dayMs), to: before(last.from, reconnectMs), cause })
    add(last)
    const hours = fate === 'unpaid' ? [30, 18, 6] : fate === 'locked out' ? [4, 3, 2, 1] : []
    for (const ago of hours) {
      say(before(story.now, ago * hourMs), fate === 'unpaid' ? suspended.words : 'wrong password')
    }
  }
  await story.tx.orm.insert(radiusSessions).values(sessions)
  await story.tx.orm.insert(authAttempts).values(attempts)
}

/** What became of a line: `dark` is behind a mast without power, `locked out` has a wrong password in its router. */
type Fate = 'up' | 'down' | 'dark' | 'cut' | 'locked out' | 'unpaid'

type Stay = { from: Date; to: Date | null; cause: string | null }

function fateOf({ random }: Story, line: DemoLine, index: number): Fate {
  if (line.customer.name === fibreCut) return 'cut'
  if (index % 15 === 5) return 'locked out'
  return index > 3 && random.chance(10) ? 'down' : 'up'
}

function lastStay({ random, now }: Story, fate: Fate): Stay {
  const from = before(now, (2 * 24 * 60 + random.whole(10 * 24 * 60)) * minuteMs)
  switch (fate) {
    case 'up':
      return { from: before(now, (20 + random.whole(12 * 24 * 60)) * minuteMs), to: null, cause: null }
    case 'down':
      return { from, to: before(now, (1 + random.whole(1_200)) * minuteMs), cause: random.pick(offCauses) }
    case 'dark':
      return { from, to: before(now, 47 * minuteMs), cause: 'Lost-Carrier' }
    case 'cut':
      return { from, to: before(now, 4 * hourMs), cause: 'Lost-Carrier' }
    case 'locked out':
      return { from, to: before(now, 5 * hourMs), cause: 'User-Request' }
    case 'unpaid':
      return { from, to: before(now, 31 * hourMs), cause: 'Admin-Reset' }
  }
}

const offCauses = ['Idle-Timeout', 'User-Request', 'Lost-Carrier']

const before = (moment: Date, ms: number) => new Date(moment.getTime() - ms)

function sessionOf(
  { nasIds, random, now }: Story,
  input: { line: DemoLine; number: number } & Stay,
): Session {
  const { line, number, from, to } = input
  const nasId = nasIds.get(line.customer.nas) ?? ''
  const acctSessionId = `81${number.toString(16).padStart(6, '0')}`
  const nasPort = line.plan.wireless
    ? `wlan1-${line.username.split('@')[0]}`
    : `pon 1/${number % 8}/${number % 64}`
  const updatedAt = to ?? before(now, random.whole(290) * 1_000)
  const sessionTimeS = Math.floor((updatedAt.getTime() - from.getTime()) / 1_000)
  const download = BigInt(sessionTimeS) * BigInt(line.plan.downKbps) * BigInt(2 + random.whole(10))
  return {
    id: newId(),
    sessionKey: sessionKey(nasId, { acctSessionId, username: line.username, nasPort, classHex: null }),
    nasId,
    loginId: line.loginId,
    customerId: line.customer.id,
    username: line.username,
    acctSessionId,
    framedIp: `100.64.${number >> 7}.${(number & 127) + 1}`,
    framedIpv6Prefix: `2001:db8:${(0x100 + number).toString(16)}::/56`,
    nasPort,
    callingStationId: macOf(line),
    startedAt: from,
    updatedAt,
    stoppedAt: to,
    stopCause: input.cause,
    sessionTimeS,
    inputOctets: download / 9n,
    outputOctets: download,
  }
}

function attemptOf({ nasIds }: Story, input: { line: DemoLine; at: Date; words: string }): Attempt {
  return {
    id: newId(),
    nasId: nasIds.get(input.line.customer.nas) ?? '',
    loginId: input.line.loginId,
    username: input.line.username,
    callingStationId: macOf(input.line),
    accepted: input.words === 'accepted',
    words: input.words,
    at: input.at,
  }
}

/** The same router at home each time; 02 marks an address nobody was sold. */
function macOf(line: DemoLine): string {
  const bytes = createHash('sha256').update(line.username).digest().subarray(0, 5)
  return ['02', ...Array.from(bytes, byte => byte.toString(16).padStart(2, '0'))].join(':').toUpperCase()
}
