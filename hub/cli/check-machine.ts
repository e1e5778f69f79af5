/** The machine: Node, settings, disk, ports, what may be reached. */
import { createSocket } from 'node:dgram'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { createEgress } from '../../platform/egress/index.ts'
import { attempt, type Checked, doubtful, fine, wrong } from './checks.ts'

const oldestNode = [20, 19]
const gigabyte = 1024 ** 3

export async function checkMachine(config: Config): Promise<Checked[]> {
  return [
    checkNode(process.versions.node),
    checkSettings(config),
    await attempt('disk', () => checkDisk(config.DATA_DIR)),
    await attempt('web port', () => checkWebPort(config)),
    await attempt('RADIUS ports', () => checkRadiusPorts(config)),
    await attempt('egress', () => checkEgress(config.EGRESS_ALLOW)),
  ]
}

export function checkNode(version: string): Checked {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0] = oldestNode
  const enough = major > oldMajor || (major === oldMajor && minor >= oldMinor)
  return enough
    ? fine('node', version)
    : wrong('node', `${version}; ${oldestNode.join('.')} or newer is needed`)
}

function checkSettings(config: Config): Checked {
  const where = config.DATABASE_URL ? 'an outside database' : `the built-in database in ${config.DATA_DIR}`
  if (config.production) return fine('settings', `production, ${where}, ${config.publicUrl}`)
  return doubtful('settings', `${config.NODE_ENV}, ${where}; set NODE_ENV=production for real use`)
}

/** A folder that is not there yet will be made in the nearest one that is. */
async function checkDisk(folder: string): Promise<Checked> {
  const missing = await statfs(folder).then(
    () => false,
    (error: { code?: string }) => error.code === 'ENOENT',
  )
  if (missing && dirname(resolve(folder)) !== resolve(folder)) return checkDisk(dirname(resolve(folder)))
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const words = `${(free / gigabyte).toFixed(1)} GB free in ${folder}`
  if (free < 0.5 * gigabyte)
    return wrong('disk', `${words}: make room, PostgreSQL stops when the disk is full`)
  return free < 5 * gigabyte ? doubtful('disk', words) : fine('disk', words)
}

async function checkWebPort({ HOST, PORT }: Config): Promise<Checked> {
  if (await bindsTcp(HOST, PORT)) return fine('web port', `${PORT} is free: Trunkline does not run here`)
  const answer = await fetch(`http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}/livez`, {
    signal: AbortSignal.timeout(3_000),
  }).catch(() => null)
  if (answer?.ok) return fine('web port', `Trunkline answers on ${PORT}`)
  return doubtful('web port', `${PORT} is taken, and what is there does not answer as Trunkline`)
}

async function checkRadiusPorts({
  RADIUS_HOST,
  RADIUS_AUTH_PORT,
  RADIUS_ACCT_PORT,
  ROLES,
}: Config): Promise<Checked> {
  if (!ROLES.includes('radius')) return fine('RADIUS ports', 'this process has no RADIUS')
  const ports = [RADIUS_AUTH_PORT, RADIUS_ACCT_PORT]
  const taken: number[] = []
  for (const port of ports) if (!(await bindsUdp(RADIUS_HOST, port))) taken.push(port)
  if (taken.length === 0) return fine('RADIUS ports', `${ports.join(' and ')} are free`)
  return fine('RADIUS ports', `in use: ${taken.join(' and ')} (by Trunkline, if it runs)`)
}

async function checkEgress(allow: string[]): Promise<Checked> {
  await createEgress({ allow }).close()
  if (allow.length === 0) return fine('egress', 'no private host may be reached')
  const all = allow.filter(entry => /\/0$/.test(entry))
  if (all.length > 0) return doubtful('egress', `EGRESS_ALLOW opens everything: ${all.join(', ')}`)
  return fine('egress', `private hosts that may be reached: ${allow.join(', ')}`)
}

function bindsTcp(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

function bindsUdp(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    probe.once('error', () => resolve(false))
    probe.bind(port, host, () => probe.close(() => resolve(true)))
  })
}
