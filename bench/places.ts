/** Where the two sides run: one PostgreSQL with a database each, and a process each. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../db/embedded/index.ts'
import { ensureDatabase } from '../db/migrate.ts'
import { freePort } from '../test/free-port.ts'
import { type Child, startChild } from './child.ts'
import { phoneNumberId } from './webhooks.ts'

export type Place = {
  name: string
  url: string
  hookUrl: string
  appSecret: string
  cookie: string
  databaseUrl: string
  cpuSeconds(): Promise<number>
}

/** What the product is measured beside: bare code, or itself on tables without row-level security. */
export type Beside = 'floor' | 'unfenced'

export type Places = { product: Place; beside: Place; close(): Promise<void> }

type Ready = { url: string }
const appSecret = 'bench-app-secret'

/** Starts everything; `close` ends the processes and removes their folder. */
export async function openPlaces(besideWhat: Beside): Promise<Places> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-'))
  const undo = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })]
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= undoAll(undo)
    return closing
  }
  const interrupted = () => void close().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted)
  try {
    const postgres = await startEmbedded({ dataDir: folder })
    undo.push(() => postgres.stop())
    const keep = <T extends Child<Ready>>(child: T) => {
      undo.push(() => child.stop())
      return child
    }
    const database = (name: string) => ensureDatabase(postgres.url, name)
    const product = await openProduct(
      { folder, name: 'product', databaseUrl: await database('product') },
      keep,
    )
    const databaseUrl = await database(besideWhat)
    const beside =
      besideWhat === 'floor'
        ? await openFloor(databaseUrl, keep)
        : await openProduct({ folder: join(folder, besideWhat), name: besideWhat, databaseUrl }, keep)
    return { product, beside, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function undoAll(undo: (() => Promise<void>)[]): Promise<void> {
  for (const step of undo.reverse()) await step()
}

type Keep = (child: Child<Ready>) => Child<Ready>

async function openFloor(databaseUrl: string, keep: Keep): Promise<Place> {
  const order = { databaseUrl, appSecret, port: String(await freePort()) }
  const { ready, cpuSeconds } = keep(await startChild(new URL('./inbound-floor.ts', import.meta.url), order))
  const hookUrl = `${ready.url}/hooks/whatsapp`
  return { name: 'floor', url: ready.url, hookUrl, appSecret, cookie: '', databaseUrl, cpuSeconds }
}

type Installed = { folder: string; name: 'product' | 'unfenced'; databaseUrl: string }

async function openProduct({ folder, name, databaseUrl }: Installed, keep: Keep): Promise<Place> {
  const person = { email: 'lerato@bench.example', password: randomUUID() }
  const fenced = name === 'product' ? 'yes' : 'no'
  const order = { databaseUrl, dataDir: folder, port: String(await freePort()), fenced, ...person }
  const { ready, cpuSeconds } = keep(
    await startChild(new URL('./product-process.ts', import.meta.url), order),
  )
  const signedIn = await post(`${ready.url}/api/auth/sign-in/email`, person)
  const cookie = signedIn.headers.getSetCookie().map(each => each.split(';')[0])
  const settings = { phoneNumberId, accessToken: 'bench-token', appSecret, verifyToken: 'bench-verify' }
  const inbox = { id: randomUUID(), channel: 'whatsapp', name: 'WhatsApp', settings }
  const made = await post(`${ready.url}/api/inboxes`, inbox, cookie.join('; '))
  const { hookUrl } = (await made.json()) as { hookUrl: string }
  return {
    name,
    url: ready.url,
    hookUrl,
    appSecret,
    cookie: cookie.join('; '),
    databaseUrl,
    cpuSeconds,
  }
}

async function post(url: string, body: unknown, cookie = ''): Promise<Response> {
  const { origin } = new URL(url)
  const headers = { 'content-type': 'application/json', origin, ...(cookie ? { cookie } : {}) }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer
}
