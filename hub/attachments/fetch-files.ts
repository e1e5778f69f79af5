/** Fetches the files of received messages, apart from the messages themselves: a slow or lost file loses no words. */
import { ChannelFailure } from '../../channels/channel.ts'
import type { App } from '../app.ts'
import { channelIo } from '../channel-io.ts'
import { ConversationLog, lockConversations } from '../conversations/conversation-log.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { publish } from '../conversations/publish.ts'

type Pending = {
  id: string
  message_id: string
  conversation_id: string
  inbox_id: string
  ref: string
  tries: number
  raw: Buffer
}

const mostTries = 10

/** Fetches a tenant's files that are due; answers how many it tried. */
export async function fetchFiles(app: App, tenantId: string): Promise<number> {
  const due = await takeDue(app, tenantId)
  for (const file of due) await fetchOne(app, tenantId, file)
  return due.length
}

/** Moves the next try ahead in the same statement, so that two workers do not fetch the same file. */
async function takeDue(app: App, tenantId: string): Promise<Pending[]> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<Pending>(
      `WITH due AS (SELECT id FROM attachments WHERE state = 'pending' AND (next_try_at IS NULL OR next_try_at <= now())
         ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED)
       UPDATE attachments a SET tries = a.tries + 1, next_try_at = now() + interval '30 seconds' * power(2, a.tries)
       FROM due, inbox_events e WHERE a.id = due.id AND e.id = a.inbox_event_id
       RETURNING a.id, a.message_id, a.conversation_id, e.inbox_id, a.ref, a.tries, e.raw`,
    ),
  )
  return rows
}

async function fetchOne(app: App, tenantId: string, file: Pending): Promise<void> {
  const inbox = await app.inboxes.byId(tenantId, file.inbox_id)
  if (!inbox?.channel.fetchFile)
    return save(app, tenantId, file, { words: 'This channel cannot fetch files.' })
  try {
    const { bytes, contentType } = await inbox.channel.fetchFile(
      file.ref,
      file.raw,
      inbox.settings,
      channelIo(app.egress),
    )
    await save(app, tenantId, file, {
      sha256: await app.files.put(tenantId, bytes),
      size: bytes.length,
      contentType,
    })
  } catch (error) {
    app.log.warn({ err: error, attachment: file.id }, 'file not fetched')
    const final = file.tries >= mostTries || (error instanceof ChannelFailure && error.outcome === 'rejected')
    if (final)
      await save(app, tenantId, file, { words: error instanceof Error ? error.message : String(error) })
  }
}

type Result = { sha256: string; size: number; contentType?: string | undefined } | { words: string }

async function save(app: App, tenantId: string, file: Pending, result: Result): Promise<void> {
  await app.db.withTenant(tenantId, async tx => {
    const conversation = (await lockConversations(tx, [file.conversation_id])).get(file.conversation_id)
    if ('sha256' in result) {
      await tx.query(
        `UPDATE attachments SET state = 'stored', sha256 = $2, size_bytes = $3, content_type = COALESCE($4, content_type) WHERE id = $1`,
        [file.id, result.sha256, result.size, result.contentType ?? null],
      )
    } else {
      await tx.query(`UPDATE attachments SET state = 'failed', words = $2 WHERE id = $1`, [
        file.id,
        result.words.slice(0, 300),
      ])
    }
    const [message] = await readMessages(tx, 'm.id = $1', [file.message_id])
    if (!conversation || !message) return
    const log = new ConversationLog(app.clock.now())
    log.append(conversation, { type: 'message.changed', data: { attachmentId: file.id } }, message)
    const published = await log.save(tx)
    tx.afterCommit(() => publish(app.live, tenantId, published))
  })
}
