/** A real Redis on a loopback port of its own, with nothing kept on disk. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../free-port.ts'

export type RedisServer = { url: string; stop(): Promise<void> }

/** Why there is no Redis here to test against, or null. */
export function whyNoRedis(): string | null {
  try {
    execFileSync('redis-server', ['--version'], { timeout: 5_000 })
    return null
  } catch {
    return 'redis-server is not on PATH (Debian: redis-server)'
  }
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', chunk => {
      said += String(chunk)
      if (said.includes('Ready to accept connections')) resolve()
    })
    ended.then(() => reject(new Error(`redis-server ended:\n${said}`)), reject)
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill()
      await ended
    },
  }
}
