/** PostgreSQL in a folder of its own, and the product on databases of it, each in a process of its own. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../db/embedded/index.ts'
import { ensureDatabase } from '../db/migrate.ts'
import { freePort } from '../test/free-port.ts'
import { type Child, startChild } from './child.ts'

export type Person = { email: string; password: string }

export type Installed = {
  url: string
  databaseUrl: string
  /** Owner of the only tenant so far. */
  owner: Person
  process: Child<{ url: string }>
}

export type Installation = {
  /** A product on an empty database of this name. */
  /** `more`: what else its process is told. */
  openProduct(name: string, more?: Record<string, string>): Promise<Installed>
  /** Whatever else must end with the installation. */
  atEnd(undo: () => Promise<unknown>): void
  close(): Promise<void>
}

/** `close` ends the processes, the last started first, and removes their folder; so does an interrupt. */
export async function openInstallation(settings: Record<string, string> = {}): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-'))
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })]
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= undoAll(undo)
    return closing
  }
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void close().finally(() => process.exit(130)))
  try {
    const postgres = await startEmbedded({ dataDir: folder, settings })
    undo.push(() => postgres.stop())
    const atEnd = (step: () => Promise<unknown>) => void undo.push(step)
    return {
      openProduct: (name, more = {}) => openProduct({ folder, postgresUrl: postgres.url, atEnd }, name, more),
      atEnd,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function undoAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.reverse()) await step()
}

type Ground = { folder: string; postgresUrl: string; atEnd: Installation['atEnd'] }

async function openProduct(
  { folder, postgresUrl, atEnd }: Ground,
  name: string,
  more: Record<string, string>,
): Promise<Installed> {
  const databaseUrl = await ensureDatabase(postgresUrl, name)
  const owner = { email: 'lerato@bench.example', password: randomUUID() }
  const order = {
    databaseUrl,
    dataDir: join(folder, name),
    port: String(await freePort()),
    ...owner,
    ...more,
  }
  const process = await startChild<{ url: string }>(new URL('./product-process.ts', import.meta.url), order)
  atEnd(() => process.stop())
  return { url: process.ready.url, databaseUrl, owner, process }
}

/** The cookie of a new session. */
export async function signIn(url: string, person: Person): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(person),
  })
  if (!answer.ok) throw new Error(`${person.email} cannot sign in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
}
