import { open } from 'node:fs/promises'
import { ConfigError } from '../config.ts'

/**
 * SECRET_KEY out of a file of its own. Refuses a file that others than its owner may read (Windows has no such bits),
 * one that is not there, and one that does not hold 64 hexadecimal digits.
 */
export async function secretKeyFromFile(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`SECRET_KEY_FILE cannot be read: ${error.code} at ${path}.`)
  })
  try {
    const { mode } = await file.stat()
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const bits = (mode & 0o777).toString(8)
      throw new ConfigError(`SECRET_KEY_FILE is open to others (mode ${bits}): chmod 400 ${path}`)
    }
    const key = (await file.readFile('utf8')).trim()
    if (/^[0-9a-f]{64}$/i.test(key)) return key
    throw new ConfigError(`SECRET_KEY_FILE ${path} must hold 64 hexadecimal digits: openssl rand -hex 32`)
  } finally {
    await file.close()
  }
}
