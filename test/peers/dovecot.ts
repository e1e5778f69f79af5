/**
 * A real Dovecot 2.3 in a temporary folder, on loopback ports of its own: IMAP for the adapter, LMTP for delivery. It
 * uses nothing of the system's configuration and runs as this user, or as uid 65534 when this user is root.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'

export type Dovecot = {
  imapPort: number
  lmtpPort: number
  /** Delivers one mail over LMTP, as a mail exchanger hands it to its store. Resolves when Dovecot took it. */
  deliver(from: string, to: string, raw: Buffer | string): Promise<void>
  stop(): Promise<void>
}

const NOBODY = 65534
const START_MS = 15_000

/** Why there is no Dovecot here to test against, or null when there is one this file can configure. */
export function whyNoDovecot(): string | null {
  try {
    const version = execFileSync('dovecot', ['--version'], { encoding: 'utf8', timeout: 5000 })
    if (!version.startsWith('2.3.')) return `needs Dovecot 2.3, found ${version.trim()}`
  } catch {
    return 'dovecot is not on PATH (Debian: dovecot-imapd and dovecot-lmtpd)'
  }
  try {
    const { uid, gid } = runAs()
    return nameOf('-un', uid) && nameOf('-gn', gid) ? null : 'this user has no name'
  } catch {
    return 'this user or its group has no name, and Dovecot takes names only'
  }
}

/** Starts Dovecot for these users; they log in with their whole address. Rejects with its own words when it cannot. */
export async function startDovecot(users: { address: string; password: string }[]): Promise<Dovecot> {
  const { uid, gid, root } = runAs()
  const home = mkdtempSync(join(tmpdir(), 'dovecot-'))
  const [imapPort, lmtpPort] = await freePorts()
  mkdirSync(join(home, 'mail'))
  writeFileSync(join(home, 'users'), users.map(user => `${user.address}:{PLAIN}${user.password}\n`).join(''))
  writeFileSync(join(home, 'dovecot.conf'), config({ home, uid, gid, imapPort, lmtpPort }))
  for (const path of ['', 'mail', 'users', 'dovecot.conf']) chownSync(join(home, path), uid, gid)
  const child = spawn('dovecot', ['-F', '-c', join(home, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(root ? { uid, gid } : {}),
    cwd: home,
  })
  try {
    await started(child)
  } catch (error) {
    await stop(child, home)
    throw error
  }
  return {
    imapPort,
    lmtpPort,
    deliver: (from, to, raw) => deliver(lmtpPort, from, to, raw),
    stop: () => stop(child, home),
  }
}

/** Dovecot refuses to do its work as root. */
function runAs(): { uid: number; gid: number; root: boolean } {
  const uid = process.getuid?.() ?? NOBODY
  return uid === 0
    ? { uid: NOBODY, gid: NOBODY, root: true }
    : { uid, gid: process.getgid?.() ?? NOBODY, root: false }
}

type Place = { home: string; uid: number; gid: number; imapPort: number; lmtpPort: number }

function config({ home, uid, gid, imapPort, lmtpPort }: Place): string {
  const user = nameOf('-un', uid)
  const group = nameOf('-gn', gid)
  return `
base_dir = ${home}/run
state_dir = ${home}/state
log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = ${uid}
first_valid_gid = ${gid}
mail_location = maildir:${home}/mail/%u
postmaster_address = postmaster@fibreway.example
hostname = dovecot.example
passdb {
  driver = passwd-file
  args = ${home}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${home}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  chroot =
  user = ${user}
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`
}

/** The account's name as the system knows it; Dovecot takes names only. */
function nameOf(what: '-un' | '-gn', id: number): string {
  if (what === '-un') return execFileSync('id', ['-un', String(id)], { encoding: 'utf8' }).trim()
  const line = execFileSync('getent', ['group', String(id)], { encoding: 'utf8' })
  return line.split(':', 1)[0] ?? ''
}

/** Ports that are free now: Dovecot cannot pick its own and say which. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  const ports = await Promise.all(
    servers.map(
      server =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => {
            const bound = server.address()
            resolve(typeof bound === 'object' && bound ? bound.port : 0)
          })
        }),
    ),
  )
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return [ports[0] ?? 0, ports[1] ?? 0]
}

/** Dovecot logs "starting up" once its listeners are bound. */
function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = ''
    const failed = (why: string) => reject(new Error(`Dovecot did not start (${why}):\n${log}`))
    const timer = setTimeout(() => failed(`nothing after ${START_MS} ms`), START_MS)
    child.stderr?.on('data', chunk => {
      log = `${log}${chunk}`.slice(-10_000)
      if (!/starting up/.test(log)) return
      clearTimeout(timer)
      resolve()
    })
    child.once('error', error => failed(error.message))
    child.once('exit', code => {
      clearTimeout(timer)
      failed(`exit code ${code}`)
    })
  })
}

async function stop(child: ChildProcess, home: string): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

async function deliver(port: number, from: string, to: string, raw: Buffer | string): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    lmtp: true,
    secure: false,
    ignoreTLS: true,
  })
  try {
    await transport.sendMail({ envelope: { from, to: [to] }, raw })
  } finally {
    transport.close()
  }
}
