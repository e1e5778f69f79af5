/** The registry: every way of talking that this build knows, by its kind. A new channel is one line here. */
import type { Channel } from './channel.ts'
import { email } from './email/index.ts'
import { sms } from './sms/index.ts'
import { telegram } from './telegram/index.ts'
import { whatsapp } from './whatsapp/index.ts'

/** Settings lose their type here and only here: the hub hands an adapter what the adapter's own schema parsed. */
const all: Channel[] = [email, whatsapp, sms, telegram]

/** In the order people are offered them. */
export const channels: ReadonlyMap<string, Channel> = new Map(all.map(channel => [channel.kind, channel]))
