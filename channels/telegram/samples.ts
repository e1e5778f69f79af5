import type { ChannelSamples } from '../samples.ts'
import type { TelegramSettings } from './settings.ts'

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const lerato = { id: 55501, type: 'private', first_name: 'Lerato', last_name: 'Example' }
const said = (more: object) => ({
  message_id: 7,
  from: { id: 55501, is_bot: false, first_name: 'Lerato' },
  chat: lerato,
  date: 1767250800,
  ...more,
})
const fromLerato = { types: ['message'], fromValue: '55501' }
const photo = [
  { file_id: 'small', file_unique_id: 's', width: 90, height: 67 },
  { file_id: 'large', file_unique_id: 'l', width: 1280, height: 960, file_size: 120_000 },
]

export const samples: ChannelSamples<TelegramSettings> = {
  settings: {
    botToken: '700100:EXAMPLE-bot-token_for-samples',
    mode: 'webhook',
    webhookSecret: 'example-webhook-secret',
    apiUrl: 'https://api.telegram.org',
  },
  hook: {
    request: (body, settings, url = 'https://desk.isp.example/hooks/telegram/one') => ({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': settings.webhookSecret,
      },
      query: {},
      body,
    }),
    // Telegram posts one update at a time.
    batch: bytes({ update_id: 9001, message: said({ text: 'My line is down' }) }),
    batchItems: 1,
    unknownKind: bytes({ update_id: 9002, shipping_query: { id: '1' } }),
    malformed: Buffer.from('{"update_id":9003,'),
  },
  raws: [
    {
      name: 'text',
      raw: bytes({ update_id: 9001, message: said({ text: 'My line is down' }) }),
      expect: { ...fromLerato, text: 'My line is down' },
    },
    {
      name: 'photo with caption',
      raw: bytes({ update_id: 9004, message: said({ photo, caption: 'The light is red' }) }),
      expect: { ...fromLerato, text: 'The light is red' },
    },
    {
      name: 'edit',
      raw: bytes({ update_id: 9005, edited_message: said({ text: 'My line is up', edit_date: 1767250860 }) }),
      expect: { ...fromLerato, text: 'My line is up' },
    },
    {
      name: 'group message',
      raw: bytes({ update_id: 9006, message: said({ text: 'Hi', chat: { id: -100, type: 'supergroup' } }) }),
      expect: { types: ['unknown'] },
    },
    {
      name: 'the bot was blocked',
      raw: bytes({ update_id: 9007, my_chat_member: { chat: lerato } }),
      expect: { types: ['unknown'] },
    },
  ],
}
