/** Inboxes (connected accounts) and the channels they can be made of. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const ChannelKind = z
  .object({
    kind: z.string(),
    title: z.string(),
    hasHook: z.boolean(),
    hasTemplates: z.boolean().describe('Its provider approves message templates'),
    settings: z
      .record(z.string(), z.unknown())
      .describe('JSON schema the settings form is drawn from; secret fields carry "secret": true'),
  })
  .meta({ id: 'ChannelKind' })

export const Inbox = z
  .object({
    id: z.uuid(),
    channel: z.string(),
    channelTitle: z.string(),
    name: z.string(),
    account: z.string(),
    enabled: z.boolean(),
    health: z.enum(['new', 'connected', 'reconnecting', 'signed-out', 'failing']),
    healthWords: z.string().nullable(),
    lastInAt: moment.nullable(),
    lastOutAt: moment.nullable(),
    parked: z.int().describe('Events that could not be handled and wait for someone to look'),
    hookUrl: z
      .string()
      .nullable()
      .describe('What to enter at the provider; only for those who may manage inboxes'),
  })
  .meta({ id: 'Inbox' })

export const InboxDetail = Inbox.extend({
  settings: z.record(z.string(), z.unknown()).describe('Without secrets; a secret that is set reads "••••"'),
}).meta({ id: 'InboxDetail' })

export const createInbox = z.object({
  id: z.uuid(),
  channel: z.string(),
  name: z.string().trim().min(1).max(80),
  settings: z.record(z.string(), z.unknown()),
})

export const changeInbox = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  enabled: z.boolean().optional(),
  settings: z.record(z.string(), z.unknown()).optional().describe('A secret left at "••••" stays as it is'),
})

export const CheckResult = z.object({ ok: z.boolean(), words: z.string() }).meta({ id: 'InboxCheck' })
