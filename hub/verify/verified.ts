/** Who has proved what, just now. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { CustomerRow } from '../contacts/customers-of.ts'
import { mostTries } from './code.ts'
import type { Verification } from './verify.api.ts'
import { channelsOn, waysOf } from './ways.ts'

type Row = {
  customer_id: string
  sent_to: string | null
  code_expires_at: Date | null
  is_waiting: boolean
  verified_at: Date | null
  expires_at: Date | null
}

type Beside = { conversationId: string; contactId: string; customers: CustomerRow[]; now: Date }

/** For each customer beside a conversation: a proof that counts, a code that waits, or a proof that ran out. */
export async function verificationsBeside(tx: Tx, beside: Beside): Promise<z.infer<typeof Verification>[]> {
  if (beside.customers.length === 0) return []
  const channels = await channelsOn(tx)
  const { rows } = await tx.query<Row>(
    `SELECT customer_id, sent_to, code_expires_at, verified_at, expires_at,
       code_hash IS NOT NULL AND verified_at IS NULL AND code_expires_at > $3 AND tries < ${mostTries} AS is_waiting
     FROM verifications WHERE conversation_id = $1 AND contact_id = $2 ORDER BY created_at DESC LIMIT 50`,
    [beside.conversationId, beside.contactId, beside.now],
  )
  return beside.customers.map(customer => ({
    customerId: customer.id,
    ...standing(
      rows.filter(row => row.customer_id === customer.id),
      beside.now,
    ),
    ways: waysOf(customer, channels),
  }))
}

type Standing = Pick<z.infer<typeof Verification>, 'state' | 'sentTo' | 'until'>

function standing(rows: Row[], now: Date): Standing {
  const proof = rows.find(row => row.verified_at !== null)
  const waiting = rows.find(row => row.is_waiting)
  const told = (state: Standing['state'], row: Row, until: Date | null): Standing => ({
    state,
    sentTo: row.sent_to,
    until: until?.toISOString() ?? null,
  })
  if (proof?.expires_at && proof.expires_at > now) return told('verified', proof, proof.expires_at)
  if (waiting) return told('waiting', waiting, waiting.code_expires_at)
  if (proof) return told('expired', proof, proof.expires_at)
  return { state: 'none', sentTo: null, until: null }
}

/**
 * Refuses (forbidden) unless one of these contacts has proved, and not too long ago, to be one of these customers. For
 * what a stranger with a customer's phone number must not be able to talk an agent into.
 */
export async function requireVerified(
  tx: Tx,
  who: { contactIds: string[]; customers: CustomerRow[] },
  now: Date,
): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM verifications WHERE contact_id = ANY($1) AND customer_id = ANY($2) AND verified_at IS NOT NULL
       AND expires_at > $3 LIMIT 1`,
    [who.contactIds, who.customers.map(customer => customer.id), now],
  )
  if (rowCount) return
  const numbers = who.customers.map(customer => customer.number).join(' or ')
  throw new Refusal('forbidden', `Verify the customer first: nobody has proved to be ${numbers} just now.`, {
    reason: 'unverified',
  })
}
