/**
 * Telegram's Bot API as one bot sees it, over real HTTP: long polling with offsets, or webhooks in order with the
 * secret token, retried until 2xx. An update stays until it is confirmed. The ledger holds what sendMessage accepted.
 */
import type { FailKind } from './fail-next.ts'
import { startFakeServer } from './fake-server.ts'
import { BotApiFake, type TelegramLedger } from './telegram-bot-api.ts'

export type TelegramFake = {
  /** The apiUrl of an account's settings. */
  url: string
  ledger: TelegramLedger
  /** A person writes to the bot in a private chat; the update's id. */
  customerSays(message: { chatId: number; name: string; text: string }): number
  /** The same with any content: photo, document, sticker and so on. */
  customerSends(message: { chatId: number; name: string; content: Record<string, unknown> }): number
  /** Any other kind of update, without its id. */
  pushUpdate(update: Record<string, unknown>): number
  /** From now on updates get ids from here, as Telegram does after a quiet week. */
  jumpTo(updateId: number): void
  /** Makes a file that getFile finds. */
  addFile(fileId: string, bytes: Buffer): void
  /** The next sendMessage fails in this way; several calls queue up. */
  failNext(kind: FailKind): void
  /** Updates not confirmed by an offset or a webhook's 2xx. */
  pending(): number
  /** Resolves when nothing is pending. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Listens on `port` or a free one. The bot's id is the part of `botToken` before ":". */
export async function startTelegramFake(options: {
  port?: number
  botToken: string
  firstUpdateId?: number
}): Promise<TelegramFake> {
  const api = new BotApiFake(options.botToken, options.firstUpdateId ?? 500_001)
  const { updates } = api
  const server = await startFakeServer(request => api.answer(request), options.port)
  return {
    url: server.url,
    ledger: api.ledger,
    customerSays: ({ text, ...who }) => api.customerSends({ ...who, content: { text } }),
    customerSends: message => api.customerSends(message),
    pushUpdate: update => updates.push(update),
    jumpTo: updateId => updates.jumpTo(updateId),
    addFile: (fileId, bytes) => void api.files.set(fileId, bytes),
    failNext: kind => void api.failures.push(kind),
    pending: () => updates.pending(),
    idle: () => updates.idle(),
    stop: () => {
      updates.stop()
      return server.stop()
    },
  }
}
