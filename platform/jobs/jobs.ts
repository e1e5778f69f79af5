/**
 * Jobs by BullMQ: on PostgreSQL, or on Redis when there is one. A job is only a hint that a row waits for work; the
 * sweeps find the row again when the hint is lost, so adding one never fails the caller.
 */
import { createPostgresBackend, Queue, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Log } from '../log.ts'

export type JobData = { tenantId: string } & Record<string, string>

export type Jobs = {
  /** Fire and forget. `delayMs` for later. */
  add(name: string, data: JobData, delayMs?: number): void
  /** Starts working on jobs of this name. */
  work(name: string, concurrency: number, handler: (data: JobData) => Promise<void>): void
  close(): Promise<void>
}

// Never a number of jobs to keep: counting them took most of the database's time.
const keep = { removeOnComplete: true, removeOnFail: { age: 86_400 } } as const

type Made = {
  queue(name: string): Queue
  worker(name: string, concurrency: number, run: (data: JobData) => Promise<void>): Worker
  close(): Promise<void>
}

/** `databaseUrl` must belong to the role that owns the schema `bullmq`, which db/migrate.ts has filled. */
export async function openJobs(
  options: { redisUrl?: string | undefined; databaseUrl: string },
  log: Log,
): Promise<Jobs> {
  const made = options.redisUrl ? onRedis(options.redisUrl, log) : onPostgres(options.databaseUrl, log)
  const warn = seldom((error, words) => log.warn({ err: error }, words))
  const queues = new Map<string, Queue>()
  const workers: Worker[] = []
  const queueOf = (name: string) => {
    let queue = queues.get(name)
    if (!queue) {
      queue = made.queue(name)
      queue.on('error', error => warn(error, `job queue ${name}`))
      queues.set(name, queue)
    }
    return queue
  }
  return {
    add(name, data, delayMs) {
      queueOf(name)
        .add(name, data, { ...keep, ...(delayMs ? { delay: delayMs } : {}) })
        .catch((error: Error) =>
          log.warn({ err: error, queue: name }, 'job not queued; the sweep will find it'),
        )
    },
    work(name, concurrency, handler) {
      const worker = made.worker(name, concurrency, handler)
      worker.on('error', error => warn(error, `job worker ${name}`))
      worker.on('failed', (_job, error) => log.warn({ err: error, queue: name }, 'job failed'))
      workers.push(worker)
    },
    async close() {
      await Promise.allSettled(workers.map(worker => worker.close()))
      await Promise.allSettled([...queues.values()].map(queue => queue.close()))
      await made.close()
    },
  }
}

/** While the database is away a worker fails many times a second; one line in five seconds says enough. */
function seldom(tell: (error: Error, words: string) => void): (error: Error, words: string) => void {
  const toldAt = new Map<string, number>()
  return (error, words) => {
    const now = Date.now()
    if (now - (toldAt.get(words) ?? 0) < 5_000) return
    toldAt.set(words, now)
    tell(error, words)
  }
}

const workerOptions = (concurrency: number) => ({ concurrency, maxStalledCount: 10 })

function onPostgres(databaseUrl: string, log: Log): Made {
  // A pool of ours is shared by all queues; BullMQ's functions live in its own schema.
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 8,
    application_name: 'trunkline jobs',
    options: '-c search_path=bullmq,public',
  })
  pool.on('error', error => log.warn({ err: error }, 'job database connection'))
  const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend)
  return {
    queue: name => new PgQueue(name, { connection: pool as never }) as unknown as Queue,
    worker: (name, concurrency, run) =>
      new PgWorker(name, job => run(job.data as JobData), {
        connection: pool as never,
        ...workerOptions(concurrency),
      }) as unknown as Worker,
    close: () => pool.end(),
  }
}

function onRedis(redisUrl: string, log: Log): Made {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  connection.on('error', error => log.warn({ err: error }, 'job redis connection'))
  return {
    queue: name => new Queue(name, { connection }),
    worker: (name, concurrency, run) =>
      new Worker(name, job => run(job.data as JobData), { connection, ...workerOptions(concurrency) }),
    close: async () => void connection.disconnect(),
  }
}
