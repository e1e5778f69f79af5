import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

const fileIn = (dataDir: string) => join(dataDir, 'postgres.port')

/** Whether nobody listens on this loopback port just now; the server's own bind has the last word. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== undefined
}

/** The wanted port or the last used one if free, otherwise any free one. */
export async function choosePort(dataDir: string, wanted: number | undefined): Promise<number> {
  const last = Number(await readFile(fileIn(dataDir), 'utf8').catch(() => ''))
  for (const port of [wanted, last]) {
    if (port && Number.isInteger(port) && port < 65536 && (await isFree(port))) return port
  }
  const port = (await quietPort()) ?? (await tryPort(0))
  if (port === undefined) throw new Error('No free port on 127.0.0.1 for PostgreSQL.')
  return port
}

/** Remembers the port, so that the address stays the same from one start to the next. */
export async function rememberPort(dataDir: string, port: number): Promise<void> {
  await writeFile(fileIn(dataDir), `${port}\n`)
}

/**
 * Below the range outgoing connections take their ports from: while PostgreSQL is down for a moment, none of them can
 * settle on its port.
 */
async function quietPort(): Promise<number | undefined> {
  for (let tries = 0; tries < 20; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
  return undefined
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}
