/** What a member knows of an address: until when it is this contact's, and whether they may be written to there. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { Identity as IdentitySchema, changeIdentity as schema } from './contacts.api.ts'
import { identitiesOf } from './find-contact.ts'
import { holdContact, tellContact } from './tell-contact.ts'

type Identity = z.infer<typeof IdentitySchema>
type Change = z.infer<typeof schema>

const furthestAheadMs = 366 * 86_400_000

/** Their own word ("STOP") stays as it is when a member says the same. Refuses a moment more than a year ahead. */
export async function changeIdentity(
  app: App,
  tx: Tx,
  who: Who,
  ids: { contactId: string; identityId: string },
  change: Change,
): Promise<Identity> {
  const held = await holdContact(tx, who, ids.contactId)
  const identity = (await identitiesOf(tx, [ids.contactId]))
    .get(ids.contactId)
    ?.find(({ id }) => id === ids.identityId)
  if (!identity) throw new Refusal('missing', 'This contact has no such address.')
  const now = app.clock.now()
  if (change.validUntil && Date.parse(change.validUntil) > now.getTime() + furthestAheadMs) {
    throw new Refusal('invalid', 'This is more than a year ahead.')
  }
  const next = { ...identity, ...ended(change), ...wished(identity, change, who, now) }
  const difference = changed(standingOf(identity), standingOf(next))
  if (!difference) {
    unchanged(tx)
    return identity
  }
  await tx.query(
    'UPDATE identities SET valid_until = $2, opted_out_at = $3, opted_out_words = $4 WHERE id = $1',
    [identity.id, next.validUntil, next.optedOutAt, next.optedOutWords],
  )
  await tellContact(app, tx, who, held, toldAs(identity, next))
  audit(tx, {
    action: 'contacts.change-identity',
    subject: { kind: 'contact', id: held.contact.id, name: held.contact.name },
    before: { identityId: identity.id, ...difference.before },
    after: { identityId: identity.id, ...difference.after },
  })
  return next
}

const standingOf = ({ validUntil, optedOutAt, optedOutWords }: Identity) => ({
  validUntil,
  optedOutAt,
  optedOutWords,
})

const ended = ({ validUntil }: Change): Partial<Identity> =>
  validUntil === undefined ? {} : { validUntil: validUntil && new Date(validUntil).toISOString() }

function wished(identity: Identity, { optedOut }: Change, who: Who, now: Date): Partial<Identity> {
  if (optedOut === undefined || optedOut === (identity.optedOutAt !== null)) return {}
  return optedOut
    ? { optedOutAt: now.toISOString(), optedOutWords: `said by ${who.name}` }
    : { optedOutAt: null, optedOutWords: null }
}

function toldAs(before: Identity, after: Identity): Parameters<typeof tellContact>[4] {
  const address = { kind: after.kind, value: after.value }
  const told: Parameters<typeof tellContact>[4] = []
  if (before.validUntil !== after.validUntil) {
    if (after.validUntil) told.push({ address, change: 'ended', until: after.validUntil })
    else told.push({ address, change: 'theirs' })
  }
  if (before.optedOutAt !== after.optedOutAt) {
    told.push({ address, change: after.optedOutAt ? 'opted-out' : 'opted-in' })
  }
  return told
}
