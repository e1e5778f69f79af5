import type { Tx } from '../../db/client.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import { type FilePlace, fileAddress } from './file-address.ts'

/** A short-lived address of a file's bytes, for those who see its conversation. */
export async function readAttachment(app: App, tx: Tx, who: Who, id: string): Promise<RawAnswer> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT a.id FROM attachments a
     JOIN conversations c ON c.tenant_id = a.tenant_id AND c.id = a.conversation_id
     WHERE ${visibleTo(1)} AND a.id = $2 AND a.state = 'stored'`,
    [visibleInboxes(who), id],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such file, or it is still being fetched.')
  return { redirectTo: signedAddress(app, { tenantId: who.tenantId, attachmentId: rows[0].id }) }
}

/** Where its bytes are for five minutes: on the files' own host, or on this one. */
export const signedAddress = (app: App, place: FilePlace): string =>
  `${app.config.FILES_URL ?? ''}${fileAddress(app.secrets.derive('file addresses'), place, app.clock.now())}`

/** The HTML a mail came with, as it came: the page shows it in a sandbox after cleaning. */
export async function readMessageHtml(tx: Tx, who: Who, messageId: string): Promise<RawAnswer> {
  const { rows } = await tx.query<{ html: string | null }>(
    `SELECT m.html FROM messages m JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
     WHERE ${visibleTo(1)} AND m.id = $2`,
    [visibleInboxes(who), messageId],
  )
  const html = rows[0]?.html
  if (html == null) throw new Refusal('missing', 'This message has no HTML.')
  // As text: opened on its own it must never run on our origin.
  return {
    contentType: 'text/plain; charset=utf-8',
    headers: {
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    },
    bytes: html,
  }
}
