/**
 * Names only one process may hold at a time, by PostgreSQL advisory locks on a connection of their own: when the process
 * or the connection dies, the name is free again without anyone cleaning up.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'

export type Exclusive = {
  /** True when this process holds the name now. `lost` runs if it is lost later. */
  take(name: string, lost: () => void): Promise<boolean>
  release(name: string): Promise<void>
  close(): Promise<void>
}

const numberOf = (name: string) => createHash('sha256').update(name).digest().readBigInt64BE(0).toString()

export function createExclusive(databaseUrl: string): Exclusive {
  let client: pg.Client | undefined
  const held = new Map<string, () => void>()

  function dropped(which: pg.Client): void {
    if (client !== which) return
    client = undefined
    const losers = [...held.values()]
    held.clear()
    for (const lost of losers) lost()
  }

  async function connected(): Promise<pg.Client> {
    if (client) return client
    const made = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'trunkline links',
      keepAlive: true,
    })
    made.on('error', () => dropped(made))
    made.on('end', () => dropped(made))
    await made.connect()
    client = made
    return made
  }

  return {
    async take(name, lost) {
      if (held.has(name)) return false
      const { rows } = await (await connected()).query<{ taken: boolean }>(
        'SELECT pg_try_advisory_lock($1) AS taken',
        [numberOf(name)],
      )
      if (!rows[0]?.taken) return false
      held.set(name, lost)
      return true
    },
    async release(name) {
      if (!held.delete(name)) return
      await client?.query('SELECT pg_advisory_unlock($1)', [numberOf(name)])
    },
    async close() {
      held.clear()
      const open = client
      client = undefined
      await open?.end()
    },
  }
}
