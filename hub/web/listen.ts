/** One thing a socket may say: who may, in which shape, and what is done about it. */
import type { z } from 'zod'
import type { Permission } from '../../platform/identity/permissions.ts'
import { may } from '../../platform/identity/who.ts'
import type { LiveSocket } from '../../platform/live/live.ts'

type Answer = (answer: { ok: boolean }) => void

type Said<Schema extends z.ZodType> = {
  name: string
  permission: Permission
  schema: Schema
  /** False: it is dropped without an answer. */
  hears?: () => boolean
}

/** Answers { ok: true } when the work is done; { ok: false } whatever the reason, so that ids cannot be guessed at. */
export function listen<Schema extends z.ZodType>(
  socket: LiveSocket,
  { name, permission, schema, hears }: Said<Schema>,
  work: (said: z.output<Schema>) => Promise<void>,
): void {
  const on = socket.on.bind(socket) as unknown as (
    name: string,
    listener: (input: unknown, reply: unknown) => void,
  ) => void
  on(name, (input, reply) => {
    const answer = typeof reply === 'function' ? (reply as Answer) : () => {}
    if (!may(socket.data.who, permission)) return answer({ ok: false })
    if (hears?.() === false) return
    const parsed = schema.safeParse(input)
    if (!parsed.success) return answer({ ok: false })
    work(parsed.data).then(
      () => answer({ ok: true }),
      () => answer({ ok: false }),
    )
  })
}
