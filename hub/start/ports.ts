/** Asks for the ports before anything else is started, so that a taken one costs a second and not a half-made start. */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { type Config, ConfigError } from '../../platform/config.ts'

export async function refuseTakenPorts(config: Config): Promise<void> {
  const roles = new Set(config.ROLES)
  if (roles.has('web') && !(await tcpFree(config.HOST, config.PORT))) throw taken('PORT', config.PORT, 'tcp')
  if (!roles.has('radius')) return
  for (const name of ['RADIUS_AUTH_PORT', 'RADIUS_ACCT_PORT'] as const) {
    if (!(await udpFree(config.RADIUS_HOST, config[name]))) throw taken(name, config[name], 'udp')
  }
}

const taken = (name: string, port: number, kind: string) =>
  new ConfigError(
    `Port ${port}/${kind} is taken by another program (or needs more rights). Choose another one: ${name}=${port + 1000} npm start`,
  )

function tcpFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

function udpFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createSocket('udp4')
    probe.once('error', () => resolve(false))
    probe.bind(port, host, () => probe.close(() => resolve(true)))
  })
}
