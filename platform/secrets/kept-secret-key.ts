import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../config.ts'

/** The key kept in the data folder (0600), made on the first start. Never used in production. */
export async function keptSecretKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret.key')
  await mkdir(dataDir, { recursive: true })
  try {
    const file = await open(path, 'wx', 0o600)
    const key = randomBytes(32).toString('hex')
    await file.writeFile(key)
    await file.sync()
    await file.close()
    return key
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  const key = (await readFile(path, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/i.test(key)) {
    throw new ConfigError(
      `${path} does not hold a key. Put back the one this data was sealed with, or set SECRET_KEY.`,
    )
  }
  return key
}
