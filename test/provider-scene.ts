/** The product with two outside sign-in providers (fakes) and one member, for tests that go there and back. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Running, startProcess } from '../hub/main.ts'
import { readConfig } from '../platform/config.ts'
import { createUser } from '../platform/identity/create-user.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { testDatabase } from './database.ts'
import { type GithubFake, startGithubFake } from './fakes/github.ts'
import { type OidcFake, startOidcFake } from './fakes/oidc.ts'
import { freePort } from './free-port.ts'
import { secretKey } from './secret-key.ts'
import type { Visitor } from './visitor.ts'

export const thandi = { email: 'thandi@isp.example', name: 'Thandi', password: 'a password for tests' }

export type ProviderScene = {
  url: string
  running: Running
  tenantId: string
  oidc: OidcFake
  github: GithubFake
  /** One member without any provider, providers that tell the truth. */
  begin(): Promise<void>
  /** Rows of the identity tables. */
  rows(text: string): Promise<Record<string, unknown>[]>
  /** To the provider and back, as a browser goes; where it ends. */
  goThrough(guest: Visitor, provider: 'oidc' | 'github'): Promise<string>
  /** The same product without leave to reach private addresses; answers its address. */
  withoutLeave(): Promise<{ url: string; stop(): Promise<void> }>
  close(): Promise<void>
}

const client = { clientId: 'trunkline', clientSecret: 'a secret, with : and %' }
const person = () => ({ sub: 'company-1', email: thandi.email, email_verified: true, name: thandi.name })
const atGithub = () => ({
  id: 4711,
  login: 'thandi',
  emails: [{ email: thandi.email, primary: true, verified: true }],
})

/** Where a redirect leads, without the host. */
export function pathOf(location: string | null, url: string): string {
  const to = new URL(location ?? '', url)
  return `${to.pathname}${to.search}`
}

export async function startProviderScene(): Promise<ProviderScene> {
  const oidc = await startOidcFake({ ...client, person: person() })
  const github = await startGithubFake({ ...client, person: atGithub() })
  const database = await testDatabase()
  const tenantId = await database.tenant('Test ISP')
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-providers-'))

  async function start(egressAllow: string): Promise<Running & { url: string }> {
    const config = readConfig({
      NODE_ENV: 'test',
      PORT: String(await freePort()),
      DATA_DIR: dataDir,
      ROLES: 'web',
      EGRESS_ALLOW: egressAllow,
      OIDC_ISSUER: oidc.url,
      OIDC_CLIENT_ID: client.clientId,
      OIDC_CLIENT_SECRET: client.clientSecret,
      GITHUB_URL: github.url,
      GITHUB_CLIENT_ID: client.clientId,
      GITHUB_CLIENT_SECRET: client.clientSecret,
      LOG_LEVEL: process.env.LOG_LEVEL,
    })
    const running = await startProcess({
      config,
      log: createLog(config.LOG_LEVEL),
      secretKey,
      database: { ownerUrl: database.ownerUrl, embedded: true, stop: async () => {} },
    })
    return Object.assign(running, { url: config.publicUrl })
  }

  const running = await start('127.0.0.1')
  const rows = async (text: string) => (await running.app.db.identity.execute(text)).rows
  return {
    url: running.url,
    running,
    tenantId,
    oidc,
    github,
    rows,
    async begin() {
      await rows('DELETE FROM auth_users')
      await running.app.db.withTenant(tenantId, tx => tx.query('DELETE FROM members'))
      await addThandi(running, tenantId)
      oidc.lie = null
      oidc.person = person()
      github.person = atGithub()
    },
    goThrough: (guest, provider) => goThrough(running.url, guest, provider),
    withoutLeave: () => start(''),
    async close() {
      await running.stop()
      await database.close()
      await Promise.all([oidc.stop(), github.stop()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function addThandi({ app }: Running, tenantId: string): Promise<void> {
  const { userId } = await createUser(app.db, thandi)
  await app.db.withTenant(tenantId, tx =>
    tx.query(`INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, $3, $4, 'admin')`, [
      newId(),
      userId,
      thandi.name,
      thandi.email,
    ]),
  )
}

async function goThrough(url: string, guest: Visitor, provider: string): Promise<string> {
  const begun = await guest.post<{ url: string }>('/api/auth/sign-in/social', {
    provider,
    callbackURL: '/inbox',
  })
  const consented = await fetch(begun.body.url, { redirect: 'manual' })
  const back = await guest.get(pathOf(consented.headers.get('location'), url))
  if (back.status !== 302) throw new Error(`the callback answered ${back.status}`)
  return pathOf(back.headers.get('location'), url)
}
