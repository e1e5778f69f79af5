/** Who is acting: set once where a request, a job or a command begins, read where a change is written. */
import { AsyncLocalStorage } from 'node:async_hooks'

export type Actor = {
  kind: 'member' | 'key' | 'operator' | 'system'
  id: string | null
  name: string
  /** The member whose eyes an operator borrows. */
  as: { id: string; name: string } | null
  address: string | null
  userAgent: string | null
  requestId: string | null
}

const store = new AsyncLocalStorage<Actor>()

/** Everything `work` changes is written down under this actor's name. */
export const actAs = <T>(actor: Actor, work: () => T): T => store.run(actor, work)

export const systemActor = (name: string): Actor => ({
  kind: 'system',
  id: null,
  name,
  as: null,
  address: null,
  userAgent: null,
  requestId: null,
})

/** Work nobody asked for (receiving, sweeps) is Trunkline's own. */
export const currentActor = (): Actor => store.getStore() ?? systemActor('Trunkline')
