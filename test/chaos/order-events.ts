/** Webhook posts of a busy hour, as the providers word and sign them, each with its moment. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { incomingFields, statusFields } from '../fakes/twilio-fields.ts'
import { twilioSignature } from '../fakes/twilio-signature.ts'
import { digits, newWamid } from '../fakes/whatsapp-webhooks.ts'
import { ourSmsNumber, type World } from './world.ts'

export type Hooks = { whatsapp: string; sms: string; telegram: string }
export type Customer = { name: string; phone: string; chatId: number }

export type Post = { url: string; headers: Record<string, string>; body: string }

type Said = { customer: Customer; text: string; at: Date }
type Status = { id: string; to: string; status: string; ref: string | null; at: Date }

export const webhookSecret = 'webhook-secret-of-the-storm'

const text = (settings: Record<string, unknown>, key: string): string => String(settings[key])
const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)

/** One post of WhatsApp texts or, with `media`, of images of these ids. */
export function whatsappPost(world: World, hooks: Hooks, said: Said[], media: string[] = []): Post {
  const messages = said.map(({ customer, text: body, at }, index) => ({
    from: digits(customer.phone),
    id: newWamid(),
    timestamp: String(seconds(at)),
    ...(media[index]
      ? { type: 'image', image: { id: media[index], mime_type: 'image/png', caption: body } }
      : { type: 'text', text: { body } }),
  }))
  const contacts = said.slice(0, 1).map(({ customer }) => ({
    profile: { name: customer.name },
    wa_id: digits(customer.phone),
  }))
  return metaPost(world, hooks, { contacts, messages })
}

export function whatsappStatus(world: World, hooks: Hooks, { id, to, status, ref, at }: Status): Post {
  const echoed = ref ? { biz_opaque_callback_data: ref } : {}
  const entry = { id, status, timestamp: String(seconds(at)), recipient_id: digits(to), ...echoed }
  return metaPost(world, hooks, { statuses: [entry] })
}

function metaPost(world: World, hooks: Hooks, more: Record<string, unknown>): Post {
  const settings = world.settings.whatsapp
  const metadata = {
    display_phone_number: digits(text(settings, 'displayNumber')),
    phone_number_id: text(settings, 'phoneNumberId'),
  }
  const value = { messaging_product: 'whatsapp', metadata, ...more }
  const entry = [{ id: '900800700', changes: [{ field: 'messages', value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const signature = createHmac('sha256', text(settings, 'appSecret')).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  return { url: hooks.whatsapp, headers, body }
}

export function telegramPost(hooks: Hooks, updateId: number, { customer, text: words, at }: Said): Post {
  const person = { id: customer.chatId, first_name: customer.name }
  const message = {
    message_id: updateId,
    from: { ...person, is_bot: false },
    chat: { ...person, type: 'private' },
    date: seconds(at),
    text: words,
  }
  return {
    url: hooks.telegram,
    headers: {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': webhookSecret,
    },
    body: JSON.stringify({ update_id: updateId, message }),
  }
}

export function twilioPost(world: World, hooks: Hooks, { customer, text: body }: Said): Post {
  const messageSid = `SM${randomBytes(16).toString('hex')}`
  const wording = { messageSid, from: customer.phone, to: ourSmsNumber, body }
  return formPost(world, hooks.sms, incomingFields(text(world.settings.sms, 'accountSid'), wording))
}

export function twilioStatus(world: World, hooks: Hooks, { id, to, status, ref }: Status): Post {
  const wording = { sid: id, from: ourSmsNumber, to, status }
  const url = `${hooks.sms}?ref=${encodeURIComponent(ref ?? randomUUID())}`
  return formPost(world, url, statusFields(text(world.settings.sms, 'accountSid'), wording))
}

function formPost(world: World, url: string, fields: Record<string, string>): Post {
  const signature = twilioSignature(text(world.settings.sms, 'authToken'), url, fields)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': signature,
  }
  return { url, headers, body: new URLSearchParams(fields).toString() }
}
