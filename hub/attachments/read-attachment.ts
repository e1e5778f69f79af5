import type { Tx } from '../../db/client.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'

/** The bytes of a file, for those who see its conversation; always as a download, never run by the browser. */
export async function readAttachment(app: App, tx: Tx, who: Who, id: string): Promise<RawAnswer> {
  const { rows } = await tx.query<{ name: string; content_type: string; sha256: string | null }>(
    `SELECT a.name, a.content_type, a.sha256 FROM attachments a
     JOIN conversations c ON c.tenant_id = a.tenant_id AND c.id = a.conversation_id
     WHERE ${visibleTo(1)} AND a.id = $2 AND a.state = 'stored'`,
    [visibleInboxes(who), id],
  )
  const file = rows[0]
  if (!file?.sha256) throw new Refusal('missing', 'There is no such file, or it is still being fetched.')
  return {
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.content_type)
      ? file.content_type
      : 'application/octet-stream',
    headers: {
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': 'sandbox',
      'Cache-Control': 'private, max-age=3600',
    },
    bytes: await app.files.get(who.tenantId, file.sha256),
  }
}

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
    headers: { 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': 'sandbox' },
    bytes: html,
  }
}
