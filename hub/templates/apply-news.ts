import type { TemplateNews } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { cleanText } from '../conversations/clean-text.ts'
import type { OpenInbox } from '../inboxes/directory.ts'

export type ArrivedNews = { news: TemplateNews; inbox: OpenInbox }

/**
 * What a provider said about templates, for every inbox of its account. News from before the list was asked for is in the
 * list already; providers tell the time in whole seconds. One we do not know yet makes the list wanted again.
 */
export async function applyTemplateNews(tx: Tx, arrived: ArrivedNews[]): Promise<void> {
  for (const { news, inbox } of arrived) {
    const { rowCount } = await tx.query(
      `SELECT 1 FROM message_templates t JOIN inboxes b ON b.tenant_id = t.tenant_id AND b.id = t.inbox_id
       WHERE t.external_id = $1 AND b.channel = $2`,
      [news.externalId, inbox.channel.kind],
    )
    if (rowCount === 0) {
      await tx.query('UPDATE inboxes SET templates_at = NULL WHERE id = $1', [inbox.inboxId])
      continue
    }
    await tx.query(
      `UPDATE message_templates t SET status = $3, reason = $4, synced_at = GREATEST(t.synced_at, $5::timestamptz)
       FROM inboxes b WHERE b.tenant_id = t.tenant_id AND b.id = t.inbox_id AND b.channel = $2 AND t.external_id = $1
         AND ($5::timestamptz IS NULL OR t.synced_at < $5::timestamptz + interval '1 second')`,
      [news.externalId, inbox.channel.kind, news.status, news.reason && cleanText(news.reason), news.at],
    )
  }
}
