/** How several processes share their sockets: Redis streams, or NOTIFY where there is only PostgreSQL. */
import { createAdapter as postgresAdapter } from '@socket.io/postgres-adapter'
import { createAdapter as redisAdapter } from '@socket.io/redis-streams-adapter'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { LiveOptions } from './live.ts'

export type SocketAdapter = { adapter: LiveOptions['adapter']; close(): Promise<void> }

export async function openSocketAdapter(
  options: { redisUrl?: string | undefined; databaseUrl: string },
  onError: (error: Error) => void,
): Promise<SocketAdapter> {
  if (options.redisUrl) {
    const redis = new Redis(options.redisUrl, { maxRetriesPerRequest: null })
    redis.on('error', onError)
    return { adapter: redisAdapter(redis) as never, close: async () => void redis.disconnect() }
  }
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 3,
    options: '-c search_path=bullmq',
  })
  pool.on('error', onError)
  await pool.query(
    `CREATE TABLE IF NOT EXISTS socket_io_attachments
     (id bigserial UNIQUE, created_at timestamptz DEFAULT now(), payload bytea)`,
  )
  return { adapter: postgresAdapter(pool, { errorHandler: onError }) as never, close: () => pool.end() }
}
