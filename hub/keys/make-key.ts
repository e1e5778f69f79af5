import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { wrongEntry } from '../../platform/identity/addresses.ts'
import { newKeyText, writeKey } from '../../platform/identity/api-key-text.ts'
import { isForKeys } from '../../platform/identity/api-key-words.ts'
import type { Permission } from '../../platform/identity/permissions.ts'
import { hashToken } from '../../platform/identity/tokens.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { refuseBeyondLimit } from '../../platform/limits.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findKey, type KeyView } from './find-keys.ts'
import type { makeKey as MakeKey } from './keys.api.ts'

type Wanted = z.infer<typeof MakeKey>

/**
 * A key that acts as the member who asks. Refuses words that are no key's or not this member's own, an end in the past,
 * and an operator in a member's place: the key would outlive their visit. The answer is the only place the key stands in.
 */
export async function makeKey(
  tx: Tx,
  who: Who,
  wanted: Wanted,
  now: Date,
): Promise<KeyView & { key: string }> {
  if (who.impersonation) {
    throw new Refusal(
      'forbidden',
      'A key acts as its member for longer than this visit; ask them to make it.',
    )
  }
  const words = [...new Set(wanted.permissions)]
  refuseWords(who, words)
  const wrong = wanted.addresses.map(wrongEntry).find(each => each !== null)
  if (wrong) throw new Refusal('invalid', `/addresses: ${wrong}.`)
  if (wanted.expiresAt && new Date(wanted.expiresAt) <= now) {
    throw new Refusal(
      'invalid',
      '/expiresAt: this moment has passed; choose a later one, or null for no end.',
    )
  }
  await refuseBeyondLimit(tx, 'keys')
  const id = newId()
  const text = newKeyText()
  await tx.query(
    `INSERT INTO api_keys (id, name, prefix, key_hash, permissions, addresses, member_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      wanted.name,
      text.prefix,
      hashToken(text.secret),
      words,
      wanted.addresses,
      who.memberId,
      wanted.expiresAt,
    ],
  )
  const made = await findKey(tx, id)
  const { name, prefix, permissions, addresses, expiresAt } = made
  audit(tx, {
    action: 'keys.create',
    subject: { kind: 'key', id, name },
    after: { name, prefix, permissions, addresses, expiresAt },
  })
  return { ...made, key: writeKey(text) }
}

function refuseWords(who: Who, words: Permission[]): void {
  const never = words.filter(word => !isForKeys(word))
  if (never.length > 0) {
    throw new Refusal(
      'invalid',
      `/permissions: these are for people, no key can hold them: ${never.join(', ')}.`,
    )
  }
  const beyond = words.filter(word => !may(who, word))
  if (beyond.length > 0) {
    throw new Refusal('forbidden', `You cannot give what you do not have: ${beyond.join(', ')}.`)
  }
}
