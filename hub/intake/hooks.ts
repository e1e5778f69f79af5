/**
 * POST /hooks/<channel>/<key>: signature on the raw bytes, store, commit, 200. Mounted ahead of Express on the same
 * server, since every provider's message passes here. A database outage is 503, so that the provider tries again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HookAnswer, HookRequest } from '../../channels/channel.ts'
import type { App } from '../app.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import type { Intake } from './intake.ts'
import type { RawArrival } from './store-raw.ts'

export const hookPath = (kind: string, hookKey: string) => `/hooks/${kind}/${hookKey}`

/** Providers' bodies are small: WhatsApp's largest is 3 MB. */
const mostBytes = 4 * 1024 * 1024

const say = (status: number, words: string): HookAnswer => ({
  status,
  contentType: 'text/plain',
  body: `${words}\n`,
})

export type HookHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

export function createHookHandler(app: App, intake: Intake): HookHandler {
  return async (req, res) => {
    let answer: HookAnswer
    try {
      answer = await answerHook(app, intake, req)
    } catch (error) {
      app.log.warn({ err: error }, 'hook not stored')
      answer = say(503, 'Not stored. Please try again.')
    }
    if (!req.complete) res.setHeader('Connection', 'close')
    res.writeHead(answer.status, { 'Content-Type': answer.contentType ?? 'text/plain' })
    res.end(answer.body ?? '')
  }
}

async function answerHook(app: App, intake: Intake, req: IncomingMessage): Promise<HookAnswer> {
  const url = new URL(req.url ?? '/', app.config.publicUrl)
  const [, , kind, hookKey] = url.pathname.split('/')
  const inbox = kind && hookKey ? await app.inboxes.byHook(kind, hookKey) : null
  const hook = inbox?.channel.hook
  if (!inbox || !hook) return say(404, 'No inbox listens here.')
  const body = await readBody(req)
  if (body === null) return say(413, `A body may have ${mostBytes} bytes.`)
  const request = hookRequest(app, req, url, body)
  const greeting = hook.handshake?.(request, inbox.settings)
  if (greeting) return greeting
  if (req.method !== 'POST') return say(405, 'Events are posted here.')
  if (!hook.verify(request, inbox.settings)) return say(401, 'The signature does not match this inbox.')
  const items = hook.split(request)
  if (items === null) return say(400, 'This body cannot be read.')
  const arrivals = await Promise.all(items.map(item => route(app, inbox, item)))
  if (arrivals.length > 0) await intake.store(inbox.tenantId, arrivals)
  return hook.answer ?? { status: 200 }
}

/** One hook can serve several accounts: an item goes to the inbox of its own account, if the tenant has it. */
async function route(
  app: App,
  inbox: OpenInbox,
  item: { key: string; raw: Buffer; account?: string | undefined },
): Promise<RawArrival> {
  if (item.account === undefined || item.account === inbox.account) {
    return { inboxId: inbox.inboxId, key: item.key, raw: item.raw }
  }
  const other = await app.inboxes.byAccount(inbox.tenantId, inbox.channel.kind, item.account)
  return { inboxId: other?.inboxId ?? inbox.inboxId, key: item.key, raw: item.raw }
}

function hookRequest(app: App, req: IncomingMessage, url: URL, body: Buffer): HookRequest {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(req.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {
    method: req.method ?? 'GET',
    url: `${app.config.publicUrl}${req.url ?? '/'}`,
    headers,
    query: Object.fromEntries(url.searchParams),
    body,
  }
}

/** The whole body, or null as soon as it is too large. */
function readBody(req: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBytes) {
        req.pause()
        resolve(null)
      } else chunks.push(chunk)
    })
    req.on('end', () => resolve(Buffer.concat(chunks)))
    req.on('error', reject)
    req.on('aborted', () => reject(new Error('the sender hung up')))
  })
}
