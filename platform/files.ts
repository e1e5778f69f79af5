/** Files by their content: written and synced before any row names them, so a row never points at nothing. */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from './ids.ts'

export type Files = {
  /** Stores the bytes and answers their SHA-256 in hex; the same bytes twice are one file. */
  put(tenantId: string, bytes: Buffer): Promise<string>
  get(tenantId: string, sha256: string): Promise<Buffer>
}

/** `root` is a folder of ours; each tenant has its own below it. */
export function createFiles(root: string): Files {
  const pathOf = (tenantId: string, sha256: string) => join(root, tenantId, sha256.slice(0, 2), sha256)
  return {
    async put(tenantId, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(tenantId, sha256)
      const there = await stat(path).catch(() => null)
      if (there?.size === bytes.length) return sha256
      await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
      const draft = `${path}.${newId()}`
      const file = await open(draft, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, path)
      return sha256
    },
    get: (tenantId, sha256) => readFile(pathOf(tenantId, sha256)),
  }
}
