/** Routes of the customer simulator; they exist only while the demo runs. */
import { z } from 'zod'
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { type Actor, listActors } from './actors.ts'
import type { DemoFakes } from './fakes.ts'
import { customerThread, writeAsCustomer } from './play-customer.ts'
import type { RouterSide } from './play-router.ts'
import { ownProvider } from './start-for-real.ts'

const channel = z.enum(['email', 'telegram', 'sms', 'whatsapp'])
const addressShape = {
  email: /^[^\s@]+@[^\s@]+$/,
  telegram: /^\d{1,15}$/,
  sms: /^\+[1-9]\d{6,14}$/,
  whatsapp: /^\+[1-9]\d{6,14}$/,
} as const
const addressHelp = {
  email: 'an email address',
  telegram: 'a Telegram id: digits only',
  sms: 'a number with country code: +27821230001',
  whatsapp: 'a number with country code: +27821230001',
} as const

const People = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      customerNumber: z.string().nullable(),
      login: z.string().nullable(),
      lineUp: z.boolean().nullable(),
      addresses: z.array(z.object({ channel, value: z.string() })),
    }),
  ),
})
const Thread = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      from: z.enum(['customer', 'isp']),
      text: z.string(),
      subject: z.string().nullable(),
      files: z.array(z.string()),
      at: z.iso.datetime(),
      state: z.string().nullable(),
    }),
  ),
})
const threadQuery = z.object({ channel, address: z.string().min(1).max(320) })
const message = z
  .object({
    channel,
    address: z.string().trim().min(1).max(320),
    name: z.string().trim().min(1).max(100),
    text: z.string().min(1).max(4_000),
    subject: z.string().trim().min(1).max(200).optional(),
  })
  .superRefine((value, context) => {
    if (!addressShape[value.channel].test(value.address)) {
      context.addIssue({ code: 'custom', path: ['address'], message: `Enter ${addressHelp[value.channel]}` })
    }
  })
const line = z.object({ login: z.string().min(1).max(200), up: z.boolean() })

export type DemoSides = {
  tenantId: string
  fakes: DemoFakes
  routers: RouterSide | null
  /** Makes somebody's own provider and takes the demo away. */
  leave(input: z.infer<typeof ownProvider>): Promise<void>
}

/** The simulator belongs to the demo's tenant; to everyone else it does not exist. */
function own(sides: () => DemoSides, who: Who): DemoSides {
  const mine = sides()
  if (mine.tenantId !== who.tenantId) throw new Refusal('missing', 'There is no simulator here.')
  return mine
}

export const demoRoutes = (app: App, sides: () => DemoSides): Endpoint[] => [
  endpoint(
    'get',
    '/api/demo/people',
    'signed-in',
    { summary: 'Customers one can play', answer: People },
    async (_tx, { who }) => ({
      items: (await listActors(app.db, own(sides, who).tenantId)) satisfies Actor[],
    }),
  ),
  endpoint(
    'get',
    '/api/demo/thread',
    'signed-in',
    { summary: "The customer's side of a thread", query: threadQuery, answer: Thread },
    async (tx, { who, query }) => {
      own(sides, who)
      return { items: await customerThread(tx, query.channel, query.address) }
    },
  ),
  endpoint(
    'post',
    '/api/demo/messages',
    'signed-in',
    {
      summary: 'Write as a customer',
      body: message,
      answer: z.object({ id: z.string() }),
      status: 201,
      unaudited: 'plays the customer, whose messages are not changes by people here',
    },
    async (tx, { who, body }) => ({
      id: await writeAsCustomer(tx, own(sides, who).fakes, body),
    }),
  ),
  endpoint(
    'post',
    '/api/demo/lines',
    'signed-in',
    {
      summary: "Take a customer's line up or down",
      body: line,
      unaudited: 'plays the router, whose reports are not changes by people here',
    },
    async (_tx, { who, body }) => {
      const { routers } = own(sides, who)
      if (!routers) throw new Refusal('conflict', 'RADIUS does not run in this process.')
      await routers.turn(body.login, body.up)
    },
  ),
  waitingEndpoint(
    'post',
    '/api/demo/start-for-real',
    'owners.manage',
    {
      summary: 'Make one’s own provider; everything of the demo goes',
      body: ownProvider,
      unaudited: 'the trail it would stand in goes with the demo',
    },
    ({ who, body }) => own(sides, who).leave(body),
  ),
]
