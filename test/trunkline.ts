/** The whole product in this process, on a database of its own, for tests that go from the wire to the screen. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import type { App } from '../hub/app.ts'
import { sealSettings } from '../hub/inboxes/settings.ts'
import { hookPath } from '../hub/intake/hooks.ts'
import { type Running, startProcess } from '../hub/main.ts'
import { type Role, readConfig } from '../platform/config.ts'
import type { Endpoint } from '../platform/http/endpoint.ts'
import { createUser } from '../platform/identity/create-user.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { testDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { secretKey } from './secret-key.ts'

export type Member = { id: string; email: string; password: string; cookie: string }

export type Trunkline = Running & {
  url: string
  ownerUrl: string
  tenantId: string
  /** Signs in somebody who is there already. */
  signIn(email: string, password: string): Promise<Member>
  /** What is remembered of who this is may be some seconds old; from now on it is read anew. */
  known(member: Member): Promise<void>
  /** Another ISP on the same installation. */
  otherTenant(): Promise<string>
  member(options?: { name?: string; role?: string; inboxIds?: string[]; tenantId?: string }): Promise<Member>
  inbox(
    kind: string,
    settings: Record<string, unknown>,
    tenantId?: string,
  ): Promise<{ id: string; hookUrl: string }>
  /** A JSON call as this member. */
  call<T = unknown>(
    as: Member,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }>
  close(): Promise<void>
}

type Options = {
  pages?: RequestHandler
  /** All when absent. */
  roles?: Role[]
  redisUrl?: string | undefined
  /** Further settings, as in the environment. */
  env?: Record<string, string>
  /** The demo's routes, as the start adds them. */
  moreRoutes?: (app: App) => Endpoint[]
  /** Another process on the same database and tenant. */
  beside?: Trunkline
}

/** Starts all roles. `pages` serves the UI too. The clock is the real one; the fakes are the caller's. */
export async function startTrunkline(options: Options = {}): Promise<Trunkline> {
  const database = options.beside ? besideDatabase(options.beside) : await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-app-'))
  const port = await freePort()
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    DATA_DIR: dataDir,
    RADIUS_AUTH_PORT: '0',
    RADIUS_ACCT_PORT: '0',
    EGRESS_ALLOW: '127.0.0.1',
    ROLES: options.roles?.join(','),
    REDIS_URL: options.redisUrl,
    LOG_LEVEL: process.env.LOG_LEVEL,
    ...options.env,
  })
  const running = await startProcess({
    config,
    log: createLog(config.LOG_LEVEL),
    secretKey,
    database: { ownerUrl: database.ownerUrl, embedded: true, stop: async () => {} },
    pages: options.pages,
    moreRoutes: options.moreRoutes,
  })
  const url = config.publicUrl
  const tenantId = options.beside?.tenantId ?? (await database.tenant('Test ISP'))
  const { app } = running
  return Object.assign(running, {
    url,
    ownerUrl: database.ownerUrl,
    tenantId,
    signIn: async (email, password) => ({
      id: '',
      email,
      password,
      cookie: await signIn(url, email, password),
    }),
    known: async member => running.forget(member.cookie),
    otherTenant: () => database.tenant('Other ISP'),
    member: (input = {}) => addMember(running, url, { tenantId, ...input }),
    async inbox(kind: string, raw: Record<string, unknown>, ofTenant = tenantId) {
      const channel = app.channels.get(kind)
      if (!channel) throw new Error(`no channel ${kind}`)
      const settings = channel.settings.parse(raw)
      const id = newId()
      const hookKey = `key-${id}`
      await app.db.withTenant(ofTenant, async tx =>
        tx.query(
          'INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, $2, $3, $4, $5, $6)',
          [
            id,
            kind,
            `${kind} inbox`,
            channel.accountOf(settings),
            hookKey,
            await sealSettings(app.secrets, ofTenant, id, settings),
          ],
        ),
      )
      app.inboxes.forget()
      return { id, hookUrl: `${url}${hookPath(kind, hookKey)}` }
    },
    call: <T>(as: Member, method: string, path: string, body?: unknown) =>
      call<T>(url, as, method, path, body),
    async close() {
      await running.stop()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  } satisfies Omit<Trunkline, keyof Running>)
}

/** The first process owns the database and drops it at the end. */
const besideDatabase = ({ ownerUrl, otherTenant }: Trunkline) => ({
  ownerUrl,
  tenant: otherTenant,
  close: async () => {},
})

async function addMember(
  running: Running,
  url: string,
  input: { tenantId: string; name?: string; role?: string; inboxIds?: string[] },
): Promise<Member> {
  const { app } = running
  const id = newId()
  const email = `${id}@isp.example`
  const password = 'a password for tests'
  const name = input.name ?? 'Thandi'
  const { userId } = await createUser(app.db, { email, name, password })
  await app.db.withTenant(input.tenantId, async tx => {
    await tx.query(
      'INSERT INTO members (id, user_id, name, email, role, all_inboxes) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, userId, name, email, input.role ?? 'agent', !input.inboxIds],
    )
    for (const inboxId of input.inboxIds ?? []) {
      await tx.query('INSERT INTO inbox_access (member_id, inbox_id) VALUES ($1, $2)', [id, inboxId])
    }
  })
  return { id, email, password, cookie: await signIn(url, email, password) }
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (answer.status !== 200) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map(each => each.split(';')[0])
    .join('; ')
}

async function call<T>(url: string, as: Member, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { cookie: as.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as T }
}
