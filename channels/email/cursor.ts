/** How far a folder has been read: everything up to `uid` under this UIDVALIDITY is stored (RFC 3501 2.3.1.1). */
export type Cursor = { uidValidity: string; uid: number }

type Folder = { uidValidity: bigint; uidNext: number }

/**
 * Where to read on. First run: from here on, or everything when existing mail is wanted. A changed UIDVALIDITY, or a
 * cursor nobody can read, means the whole folder again: items have content keys, so nothing comes twice.
 */
export function startingPoint(stored: string | null, folder: Folder, importExisting: boolean): Cursor {
  const uidValidity = String(folder.uidValidity)
  if (stored === null) return { uidValidity, uid: importExisting ? 0 : folder.uidNext - 1 }
  const cursor = parse(stored)
  return cursor?.uidValidity === uidValidity ? cursor : { uidValidity, uid: 0 }
}

function parse(stored: string): Cursor | null {
  try {
    const { uidValidity, uid } = JSON.parse(stored) as Cursor
    return typeof uidValidity === 'string' && Number.isSafeInteger(uid) && uid >= 0
      ? { uidValidity, uid }
      : null
  } catch {
    return null
  }
}
