/**
 * Links and codes travel through the inboxes of the person's own tenant, to addresses of the person's own.
 *
 * Whoever runs a tenant's inboxes can read what they send. So they carry nothing that opens more than that tenant: not for
 * people who belong to several, and not for owners of the installation, who sign in with password, passkey or provider.
 */
import { type Address, ChannelFailure, type FilledTemplate } from '../../channels/channel.ts'
import type { PersonalMessage, Way } from '../../platform/identity/door/messages.ts'
import { membershipsOf } from '../../platform/identity/memberships.ts'
import { findPerson } from '../../platform/identity/security.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { channelIo } from '../channel-io.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import { hookPath } from '../intake/hooks.ts'
import { templateForCode } from '../templates/template-for-code.ts'

/** `code`: what it is about, where it may go as a template made for codes. */
type Sending = PersonalMessage & { code?: string }

type Row = { phone: string | null; suspended: boolean; inbox_ids: string[] }

const whereSql = `SELECT m.phone, t.suspended_at IS NOT NULL AS suspended,
    ARRAY(SELECT i.id FROM inboxes i WHERE i.enabled ORDER BY i.health = 'connected' DESC, i.created_at) AS inbox_ids
  FROM members m JOIN tenants t ON t.tenant_id = m.tenant_id WHERE m.id = $1`

/** False when no inbox could send. Tries one after the other, but never again after one that may have sent. */
export async function sendToMember(app: App, userId: string, message: PersonalMessage): Promise<boolean> {
  const person = await findPerson(app.db, userId)
  const [place, second] = await membershipsOf(app.db, userId)
  if (!person || person.platformOwner || !place || second) return false
  const { rows } = await app.db.withTenant(place.tenantId, tx => tx.query<Row>(whereSql, [place.memberId]))
  const row = rows[0]
  const to = row ? addressFor(message.via, { ...person, phone: row.phone }) : null
  if (!row || !to || row.suspended) return false
  return sendBy(app, place.tenantId, row.inbox_ids, to, message)
}

export const mailboxesSql = `SELECT id FROM inboxes WHERE enabled ORDER BY health = 'connected' DESC, created_at`

/** An invitation, to somebody who is nobody here yet. False when no inbox of the tenant could send mail. */
export async function sendInvitation(
  app: App,
  tenantId: string,
  to: { email: string; name: string },
  message: { subject: string; text: string },
): Promise<boolean> {
  const { rows } = await app.db.withTenant(tenantId, tx => tx.query<{ id: string }>(mailboxesSql))
  const inboxIds = rows.map(row => row.id)
  const address: Address = { kind: 'email', value: to.email, name: to.name }
  return sendBy(app, tenantId, inboxIds, address, { via: 'email', ...message })
}

/** Sends to any address through the first of these inboxes that can; false when none could. */
export async function sendBy(
  app: App,
  tenantId: string,
  inboxIds: readonly string[],
  to: Address,
  message: Sending,
): Promise<boolean> {
  for (const inboxId of inboxIds) {
    const inbox = await app.inboxes.byId(tenantId, inboxId)
    if (!inbox?.enabled || !writesTo(inbox, message.via, to)) continue
    const template = (await isOpen(app, inbox, to)) ? undefined : await codeTemplate(app, inbox, message)
    if (template === null) continue
    const outcome = await send(app, inbox, to, { ...message, template })
    if (outcome !== 'not-sent') return outcome === 'sent'
  }
  return false
}

/** The sign-in address itself, never the one a tenant wrote beside the name; the phone as E.164. */
function addressFor(via: Way, person: { email: string; name: string; phone: string | null }): Address | null {
  if (via === 'email') return { kind: 'email', value: person.email, name: person.name }
  return person.phone ? { kind: 'phone', value: person.phone, name: person.name } : null
}

/** Mail goes by whatever channel writes to email addresses; the others are asked for by name. */
const writesTo = ({ channel: { kind, abilities } }: OpenInbox, via: Way, to: Address): boolean =>
  abilities.writesTo === to.kind && (via === 'email' || kind === via)

/** Where free text is not accepted just now, a code may still go as a template made for codes. */
const codeTemplate = async (app: App, inbox: OpenInbox, { code }: Sending) =>
  code === undefined || !inbox.channel.abilities.templates
    ? null
    : app.db.withTenant(inbox.tenantId, tx => templateForCode(tx, inbox.inboxId, code))

async function isOpen(app: App, inbox: OpenInbox, to: Address): Promise<boolean> {
  const { abilities } = inbox.channel
  if (abilities.replyWindowHours === null) return true
  const since = new Date(app.clock.now().getTime() - abilities.replyWindowHours * 3_600_000)
  const { rows } = await app.db.withTenant(inbox.tenantId, tx =>
    tx.query(
      `SELECT 1 FROM messages m JOIN identities i ON i.id = m.identity_id
       WHERE m.inbox_id = $1 AND m.direction = 'in' AND i.kind = $2 AND i.value = $3 AND m.created_at > $4 LIMIT 1`,
      [inbox.inboxId, to.kind, to.value, since],
    ),
  )
  return rows.length > 0
}

async function send(
  app: App,
  inbox: OpenInbox,
  to: Address,
  message: Sending & { template: FilledTemplate | undefined },
): Promise<'sent' | 'not-sent' | 'unknown'> {
  const id = newId()
  const hookUrl = `${app.config.publicUrl}${hookPath(inbox.channel.kind, inbox.hookKey)}`
  const { subject, text, template } = message
  try {
    await inbox.channel.send(
      { attemptId: id, messageId: id, to, text, files: [], template, subject, references: [], hookUrl },
      inbox.settings,
      channelIo(app.egress),
    )
    return 'sent'
  } catch (error) {
    app.log.warn({ err: error, inboxId: inbox.inboxId }, 'a link or code was not sent by this inbox')
    return error instanceof ChannelFailure && error.outcome !== 'unknown' ? 'not-sent' : 'unknown'
  }
}
