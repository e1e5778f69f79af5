/**
 * The PostgreSQL that comes with `npm install`: one server, one data folder, no installation. It runs beside Node,
 * listens on loopback only, survives being killed, and goes down cleanly when Node does.
 */
import { mkdir, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Embedded, EmbeddedOptions } from './options.ts'
import { checkSettings } from './settings.ts'
import { keepRunning } from './supervise.ts'

export type { Embedded, EmbeddedOptions } from './options.ts'
export type { Mode } from './runtime.ts'

/**
 * Starts PostgreSQL on `dataDir`, or adopts the server already running there, and resolves once it accepts our
 * password. From then on a server that dies is started again on the same port until `stop()` is called. Refuses, in
 * words: a data folder of another major version, an incomplete one, a lost password, a platform without binaries.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  checkSettings(options.settings ?? {})
  if (
    options.port !== undefined &&
    !(Number.isInteger(options.port) && options.port > 0 && options.port < 65536)
  ) {
    throw new Error(`${options.port} is not a port PostgreSQL can listen on: give one between 1 and 65535.`)
  }
  await mkdir(options.dataDir, { recursive: true })
  return keepRunning({ ...options, dataDir: await realpath(resolve(options.dataDir)) })
}
