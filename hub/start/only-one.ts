/** One process per role and data folder: a second start beside the first gets told where the first one is. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from '../../platform/config.ts'

type Running = { pid: number; url: string; startedAt: string }

const fileOf = (config: Config, role: string) => join(config.DATA_DIR, `running-${role}.json`)

/** Refuses when a live process of ours holds one of these roles on this folder; a dead one's note is overwritten. */
export async function refuseSecondStart(config: Config): Promise<void> {
  if (config.DATABASE_URL) return
  await mkdir(config.DATA_DIR, { recursive: true })
  for (const role of config.ROLES) {
    const running = await readNote(fileOf(config, role))
    if (running && running.pid !== process.pid && (await isOurs(running))) {
      throw new ConfigError(
        `Trunkline is already running from ${config.DATA_DIR} (process ${running.pid}): ${running.url}\n` +
          'Use that one, stop it first, or start this one elsewhere: DATA_DIR=./data2 PORT=3001 npm start',
      )
    }
  }
  const note: Running = { pid: process.pid, url: config.publicUrl, startedAt: new Date().toISOString() }
  for (const role of config.ROLES)
    await writeFile(fileOf(config, role), JSON.stringify(note), { mode: 0o600 })
}

async function readNote(path: string): Promise<Running | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Running
  } catch {
    return null
  }
}

/** A pid may have been given to a stranger since: only a Node process counts. */
async function isOurs(running: Running): Promise<boolean> {
  try {
    process.kill(running.pid, 0)
  } catch {
    return false
  }
  const command = await readFile(`/proc/${running.pid}/cmdline`, 'utf8').catch(() => 'start.ts')
  return command.includes('start.ts')
}
