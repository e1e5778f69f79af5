import { setTimeout as delay } from 'node:timers/promises'
import type { Embedded, EmbeddedOptions } from './options.ts'
import { type Raised, raise } from './raise.ts'
import { urlOf } from './running.ts'

const longestPauseMs = 10_000

/**
 * Raises the server and keeps it up: when it dies, killed or stopped by a process that had started it before us, it is
 * raised again on the same port, with growing pauses and without giving up, until `stop()`.
 */
export async function keepRunning(options: EmbeddedOptions): Promise<Embedded> {
  const stopping = new AbortController()
  let server = await raise(options, { wanted: options.port }, stopping.signal)
  announce(options, server)

  async function tend(): Promise<void> {
    while (!stopping.signal.aborted) {
      const reason = await server.gone(stopping.signal)
      if (stopping.signal.aborted) return
      options.log?.(`PostgreSQL is gone (${reason}); starting it again on port ${server.port}`)
      server = (await raiseAgain(options, server.port, stopping.signal)) ?? server
    }
  }
  const tending = tend()

  async function stop(): Promise<void> {
    stopping.abort()
    await tending
    await server.halt()
  }
  let stopped: Promise<void> | undefined
  return {
    url: urlOf(server.port, server.password),
    port: server.port,
    get adopted() {
      return server.adopted
    },
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** Undefined only when told to stop. */
async function raiseAgain(
  options: EmbeddedOptions,
  port: number,
  signal: AbortSignal,
): Promise<Raised | undefined> {
  for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      const server = await raise(options, { port }, signal)
      if (server.port !== port)
        throw new Error(`another process started it on port ${server.port}; start anew`)
      announce(options, server)
      return server
    } catch (error) {
      if (signal.aborted) return undefined
      const words = error instanceof Error ? error.message : String(error)
      options.log?.(`PostgreSQL is still down, next try in ${pauseMs} ms: ${words}`)
      await delay(pauseMs, undefined, { ref: false, signal }).catch(() => {})
    }
  }
  return undefined
}

function announce({ log }: EmbeddedOptions, { adopted, port }: Raised): void {
  log?.(`PostgreSQL ${adopted ? 'was running already and is adopted' : 'is ready'} on 127.0.0.1:${port}`)
}
