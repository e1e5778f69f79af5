/** Files by their content: written and synced before any row names them, so a row never points at nothing. */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from './ids.ts'

export type Files = {
  /** Stores the bytes and answers their SHA-256 in hex; the same bytes twice are one file. */
  put(tenantId: string, bytes: Buffer): Promise<string>
  /** The same of bytes as they come; null when there are more than `mostBytes`. What broke off leaves nothing. */
  take(tenantId: string, bytes: AsyncIterable<Buffer>, mostBytes: number): Promise<Taken | null>
  get(tenantId: string, sha256: string): Promise<Buffer>
  /** Every file of a tenant that is no more. */
  drop(tenantId: string): Promise<void>
}

/** `head`: how it begins, enough to tell what it is. */
export type Taken = { sha256: string; sizeBytes: number; head: Buffer }

const headBytes = 4096

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
    async take(tenantId, bytes, mostBytes) {
      const folder = join(root, tenantId)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = join(folder, `draft.${newId()}`)
      try {
        const taken = await writeDown(draft, bytes, mostBytes)
        if (!taken) return null
        const path = pathOf(tenantId, taken.sha256)
        await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
        await rename(draft, path)
        return taken
      } finally {
        await rm(draft, { force: true })
      }
    },
    get: (tenantId, sha256) => readFile(pathOf(tenantId, sha256)),
    drop: tenantId => rm(join(root, tenantId), { recursive: true, force: true }),
  }
}

async function writeDown(
  path: string,
  bytes: AsyncIterable<Buffer>,
  mostBytes: number,
): Promise<Taken | null> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let head = Buffer.alloc(0)
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      sizeBytes += chunk.length
      if (sizeBytes > mostBytes) return null
      if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), sizeBytes, head }
}
