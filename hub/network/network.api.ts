/** The network as the API speaks of it: sessions, sign-ins and routers of all lines. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

/** PostgreSQL takes no NUL in a text. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine(value => !value.includes('\0'), 'holds a character that no text has')

const customer = z
  .object({ id: z.uuid(), number: z.string(), name: z.string() })
  .nullable()
  .describe('Null for a login nobody has, and for those who may not see customers')
const nas = z.object({ id: z.uuid(), name: z.string() })
const bytes = {
  uploadBytes: z.int().describe('From the customer'),
  downloadBytes: z.int().describe('To the customer'),
}
/** What of a session changes while it is open. */
const course = {
  startedAt: moment,
  updatedAt: moment.describe('When the router last reported on it'),
  stoppedAt: moment.nullable().describe('Null while it is open'),
  stopCause: z.string().nullable().describe('As RFC 2866 names it'),
  ...bytes,
}

export const NetworkSession = z
  .object({
    id: z.uuid(),
    login: z.string(),
    loginId: z.uuid().nullable().describe('Null when nobody has this login'),
    customer,
    plan: z.string().nullable(),
    nas,
    nasPort: z.string().nullable(),
    ip: z.string().nullable(),
    ipv6Prefix: z.string().nullable(),
    mac: z.string().nullable().describe('Calling-Station-Id'),
    ...course,
  })
  .meta({ id: 'NetworkSession' })

const next = z.string().nullable()
export const SessionPage = z
  .object({ items: z.array(NetworkSession), next })
  .meta({ id: 'NetworkSessionPage' })

export const SessionDetail = NetworkSession.extend({
  service: z
    .object({
      status: z.enum(['pending', 'active', 'suspended', 'ended']),
      suspendedReason: z.string().nullable(),
      downKbps: z.int(),
      upKbps: z.int(),
      address: z.string().nullable(),
    })
    .nullable(),
  attempts: z
    .array(
      z.object({
        at: moment,
        accepted: z.boolean(),
        words: z.string(),
        nas: z.string(),
        mac: z.string().nullable(),
      }),
    )
    .describe('The newest twenty of this login'),
  others: z
    .array(
      z.object({
        id: z.uuid(),
        startedAt: moment,
        stoppedAt: moment.nullable(),
        stopCause: z.string().nullable(),
        ...bytes,
      }),
    )
    .describe('The newest ten other sessions of this login'),
}).meta({ id: 'NetworkSessionDetail' })

export const SignIn = z
  .object({
    id: z.uuid(),
    at: moment,
    accepted: z.boolean(),
    words: z.string().describe('Why; never the password'),
    login: z.string(),
    loginId: z.uuid().nullable(),
    customer,
    nas,
    mac: z.string().nullable(),
  })
  .meta({ id: 'NetworkSignIn' })
export const SignInPage = z
  .object({ items: z.array(SignIn).describe('Newest first'), next })
  .meta({ id: 'NetworkSignInPage' })

export const Router = z
  .object({
    id: z.uuid(),
    name: z.string(),
    address: z.string().describe('Source address of its packets'),
    vendor: z.string(),
    lastPacketAt: moment.nullable().describe('Null when it never spoke'),
    sessions: z.int().describe('Open ones'),
    refused: z.int().describe('Refused sign-ins of the last hour'),
    silentSince: moment.nullable().describe('Set when it has sessions and says nothing'),
  })
  .meta({ id: 'NetworkRouter' })
export const Routers = z.object({ items: z.array(Router).describe('The worst first') })

const perMinute = z.array(z.int()).length(60).describe('By minute, the oldest first')

export const Network = z
  .object({
    at: moment.describe('The time of the server'),
    online: z.int().describe('Sessions open now'),
    lastWeek: z
      .int()
      .nullable()
      .describe('Sessions open at this moment a week ago; null when nothing is known of then'),
    accepted: perMinute,
    refused: perMinute,
    refusals: z
      .array(z.object({ words: z.string(), count: z.int() }))
      .describe('The commonest of the last hour'),
    routers: z.array(Router).describe('The worst first'),
    radius: z
      .object({ authPort: z.int(), acctPort: z.int() })
      .describe('Ports of our RADIUS server, for setting a router up'),
  })
  .meta({ id: 'Network' })

/** Sent to sockets that said network.open, at most once a second. */
export const NetworkWord = z
  .object({
    at: moment,
    online: z.int(),
    accepted: z.int().describe('Sign-ins since the last word'),
    refused: z.int(),
    sessions: z
      .array(z.object({ id: z.uuid(), ip: z.string().nullable(), ...course }))
      .describe('Those that opened or ended, as they are now'),
    more: z.boolean().describe('There were more than fit'),
  })
  .meta({ id: 'NetworkWord' })

const sessionFilter = {
  q: text(100)
    .optional()
    .describe('Part of a login, customer name or number, IP address, or device address in any spelling'),
  nas: z.uuid().optional(),
  state: z.enum(['open', 'ended']).optional(),
  since: moment.optional().describe('Started at this moment or later'),
  sort: z
    .enum(['start', '-start', 'duration', '-duration', 'traffic', '-traffic'])
    .default('-start')
    .describe('With a minus: the most first'),
}
const page = {
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
}
export const exportQuery = z.object(sessionFilter)
export const sessionsQuery = z.object({ ...sessionFilter, ...page })
export const signInsQuery = z.object({
  q: text(100).optional().describe('Part of a login, or of a device address in any spelling'),
  words: text(200).optional().describe('Exactly these words'),
  outcome: z.enum(['accepted', 'refused']).optional(),
  nas: z.uuid().optional(),
  ...page,
})

export type SessionsAsked = z.infer<typeof exportQuery>
export type SignInsAsked = Omit<z.infer<typeof signInsQuery>, 'cursor' | 'limit'>
