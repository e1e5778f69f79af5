import { cp, lchown, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Gives a folder and all in it to a user, the folder itself last, so that an interrupted change is taken up again. */
export async function own(path: string, owner: { uid: number; gid: number } | undefined): Promise<void> {
  if (!owner || (await lstat(path)).uid === owner.uid) return
  try {
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid)
    }
    await lchown(path, owner.uid, owner.gid)
  } catch (error) {
    throw new Error(
      `${path} belongs to another user and cannot be handed over (${error instanceof Error ? error.message : error}): ` +
        `start as the user who made it, or run chown -R ${owner.uid} on it.`,
    )
  }
}

/** Moves a folder, across file systems too; the original goes only when the copy is whole. */
export async function moveFolder(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    const unfinished = `${to}.moving`
    await rm(unfinished, { recursive: true, force: true })
    await cp(from, unfinished, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    await rename(unfinished, to)
    await rm(from, { recursive: true })
  }
}
