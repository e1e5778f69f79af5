import { createHmac } from 'node:crypto'
import type { ChannelSamples } from '../samples.ts'
import type { WhatsappSettings } from './settings.ts'

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const metadata = { display_phone_number: '27215550100', phone_number_id: '100200300400' }
const thandi = { profile: { name: 'Thandi Example' }, wa_id: '27821230001' }
const sipho = { profile: { name: 'Sipho Example' }, wa_id: '27821230002' }
const stamp = { timestamp: '1767250800' }

const said = (from: string, id: string, more: object) => ({ from, id: `wamid.${id}`, ...stamp, ...more })
const value = (more: object) => ({ messaging_product: 'whatsapp', metadata, ...more })
const hookBody = (changes: object[]) =>
  bytes({ object: 'whatsapp_business_account', entry: [{ id: '900800700', changes }] })
const one = (message: object) => bytes({ metadata, contacts: [thandi], message })
const fromThandi = { types: ['message'], fromValue: '+27821230001' }
const receipt = { types: ['receipt'] }

export const samples: ChannelSamples<WhatsappSettings> = {
  settings: {
    phoneNumberId: '100200300400',
    businessAccountId: '900800700',
    accessToken: 'EXAMPLE-ACCESS-TOKEN',
    appSecret: 'example-app-secret',
    verifyToken: 'example-verify-token',
    apiUrl: 'https://graph.facebook.com/v23.0',
  },
  hook: {
    request: (body, settings, url = 'https://desk.isp.example/hooks/whatsapp/one') => ({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        // Node refuses no empty key: an empty secret signs, and must still not be accepted.
        'x-hub-signature-256': `sha256=${createHmac('sha256', settings.appSecret).update(body).digest('hex')}`,
      },
      query: {},
      body,
    }),
    batch: hookBody([
      {
        field: 'messages',
        value: value({
          contacts: [thandi, sipho],
          messages: [
            said('27821230001', 'A1', { type: 'text', text: { body: 'No internet since six' } }),
            said('27821230002', 'B1', { type: 'text', text: { body: 'Is there an outage?' } }),
          ],
        }),
      },
      {
        field: 'messages',
        value: value({
          contacts: [thandi],
          messages: [
            said('27821230001', 'A2', { type: 'image', image: { id: '555', mime_type: 'image/jpeg' } }),
          ],
          statuses: [{ id: 'wamid.OUT1', status: 'delivered', ...stamp, recipient_id: '27821230002' }],
        }),
      },
    ]),
    batchItems: 4,
    unknownKind: hookBody([{ field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }]),
    malformed: Buffer.from('{"object":"whatsapp_business_account","entry":['),
  },
  raws: [
    {
      name: 'text',
      raw: one(said('27821230001', 'A1', { type: 'text', text: { body: 'Hello' } })),
      expect: { ...fromThandi, text: 'Hello' },
    },
    {
      name: 'image with caption',
      raw: one(
        said('27821230001', 'A2', {
          type: 'image',
          image: { id: '555', mime_type: 'image/jpeg', caption: 'Router' },
        }),
      ),
      expect: { ...fromThandi, text: 'Router' },
    },
    {
      name: 'a type we do not know',
      raw: one(said('27821230001', 'A3', { type: 'order', order: { catalog_id: '1' } })),
      expect: { ...fromThandi, text: '' },
    },
    {
      name: 'read receipt',
      raw: bytes({ metadata, status: { id: 'wamid.OUT1', status: 'read', ...stamp } }),
      expect: receipt,
    },
    {
      name: 'failed receipt',
      raw: bytes({
        metadata,
        status: {
          id: 'wamid.OUT1',
          status: 'failed',
          ...stamp,
          errors: [{ code: 131047, title: 'Re-engagement message' }],
        },
      }),
      expect: receipt,
    },
    {
      name: 'a template that was paused',
      raw: bytes({
        unknown: {
          envelope: { id: '900800700', time: 1767250800 },
          change: {
            field: 'message_template_status_update',
            value: {
              event: 'PAUSED',
              message_template_id: 1689556908129832,
              message_template_name: 'payment_reminder',
              message_template_language: 'en',
              reason: 'NONE',
            },
          },
        },
      }),
      expect: { types: ['template'] },
    },
    {
      name: 'a sender without a phone number',
      raw: bytes({
        metadata,
        contacts: [],
        message: { id: 'wamid.C1', from_user_id: 'ZA.42', type: 'text' },
      }),
      expect: { types: ['unknown'] },
    },
  ],
}
