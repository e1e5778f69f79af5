import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { changeMe as schema } from './people.api.ts'

type Own = { name: string; phone: string | null }

/**
 * One's own name and phone. The phone is nobody else's to set, however high they stand: codes that open the account are
 * sent to it.
 */
export async function changeMe(tx: Tx, who: Who, change: z.infer<typeof schema>): Promise<void> {
  if (who.impersonation) throw new Refusal('forbidden', 'Only the person signed in may do this.')
  const { rows } = await tx.query<Own>('SELECT name, phone FROM members WHERE id = $1 FOR UPDATE', [
    who.memberId,
  ])
  const before = rows[0]
  if (!before) throw new Refusal('missing', 'There is no such colleague.')
  const after: Own = {
    name: change.name ?? before.name,
    phone: change.phone === undefined ? before.phone : change.phone,
  }
  const difference = changed(before, after)
  if (!difference) return unchanged(tx)
  await tx.query('UPDATE members SET name = $2, phone = $3 WHERE id = $1', [
    who.memberId,
    after.name,
    after.phone,
  ])
  audit(tx, {
    action: 'members.change-own',
    subject: { kind: 'member', id: who.memberId, name: after.name },
    ...difference,
  })
}
