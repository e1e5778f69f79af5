import { randomBytes } from 'node:crypto'
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const fileIn = (dataDir: string) => join(dataDir, 'postgres.password')

/** The superuser's password, from a file only we can read; undefined when there is none. */
export async function readPassword(dataDir: string): Promise<string | undefined> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '')
  return text.trim() || undefined
}

/**
 * The password for a new cluster, made once. Linked into place, so that two processes starting together agree on one
 * and neither reads half of it.
 */
export async function makePassword(dataDir: string): Promise<string> {
  const unfinished = `${fileIn(dataDir)}.${randomBytes(6).toString('hex')}`
  await writeFile(unfinished, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    await link(unfinished, fileIn(dataDir)).catch(error => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(unfinished, { force: true })
  }
  await chmod(fileIn(dataDir), 0o600)
  const password = await readPassword(dataDir)
  if (!password) throw new Error(`${fileIn(dataDir)} is empty: remove it and start again.`)
  return password
}

/** What to tell an operator whose cluster exists without its password. */
export function passwordLost(dataDir: string): Error {
  return new Error(
    `The password of the PostgreSQL in ${join(dataDir, 'postgres')} does not fit or is gone: put back ` +
      `${fileIn(dataDir)} from a backup, or set DATABASE_URL to a server of your own.`,
  )
}
