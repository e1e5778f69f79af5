/** Cursors of lists: where a page ended, opaque to callers. One of another list, a changed or an invented one is refused. */
import { z } from 'zod'
import { Refusal } from '../refusal.ts'

/** A moment the database takes: it knows no year 0. */
export const cursorMoment = z.iso.datetime().refine(text => !text.startsWith('0000'))

export type CursorKind<T> = {
  write(at: T): string
  /** `name` is what the query calls it. */
  read(cursor: string | undefined, name?: string): T | null
}

/** `list` names what is paged and how it is sorted; `shape` is what the database can take without complaint. */
export function cursorOf<S extends z.ZodType>(list: string, shape: S): CursorKind<z.infer<S>> {
  return {
    write: at => Buffer.from(JSON.stringify([list, at])).toString('base64url'),
    read(cursor, name = 'cursor') {
      if (!cursor) return null
      const at = shape.safeParse(positionIn(cursor, list))
      if (at.success) return at.data
      throw new Refusal('invalid', `/query/${name}: this cursor is not one of ours; start again without it.`)
    },
  }
}

function positionIn(cursor: string, list: string): unknown {
  try {
    const parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown
    return Array.isArray(parsed) && parsed[0] === list ? parsed[1] : undefined
  } catch {
    return undefined
  }
}
