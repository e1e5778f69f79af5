import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchIo } from '../../test/fakes/fetch-io.ts'
import { startWhatsappFake, type WhatsappFake } from '../../test/fakes/whatsapp.ts'
import { templateSamples } from '../../test/fakes/whatsapp-template-samples.ts'
import { ChannelFailure, type FilledTemplate, type Io, type Outgoing, type OutgoingFile } from '../channel.ts'
import { whatsapp } from './index.ts'
import { samples } from './samples.ts'

let fake: WhatsappFake
beforeEach(async () => {
  fake = await startWhatsappFake(samples.settings)
  fake.setTemplates(templateSamples)
})
afterEach(() => fake.stop())

const account = (more: object = {}) => ({ ...samples.settings, apiUrl: `${fake.url}/v23.0/`, ...more })
const all = async (io: Io = fetchIo) => (await whatsapp.templates?.list(account(), io)) ?? []
const named = async (name: string) => {
  const found = (await all()).find(template => template.name === name)
  return found ?? expect.fail(`${name} is not listed`)
}
const failureOf = (work: Promise<unknown>): Promise<ChannelFailure> =>
  work.then(
    () => expect.fail('it should have failed'),
    error => {
      expect(error).toBeInstanceOf(ChannelFailure)
      return error
    },
  )

test('without the account id the settings lack something, and say what', () => {
  expect(whatsapp.templates?.missing(account())).toBeNull()
  for (const businessAccountId of [undefined, ''])
    expect(whatsapp.templates?.missing(account({ businessAccountId }))).toContain('account id')
  const letters = whatsapp.settings.safeParse(account({ businessAccountId: 'abc' }))
  expect(letters.success).toBe(false)
})

test('a template is told in words, buttons and what is to be filled in', async () => {
  expect(await named('payment_reminder')).toEqual({
    externalId: '1689556908129832',
    name: 'payment_reminder',
    language: 'en',
    category: 'utility',
    status: 'approved',
    reason: null,
    content: {
      header: 'Invoice {{1}}',
      file: null,
      body: 'Hi {{1}}, {{2}} is due on {{3}}. Thank you!',
      footer: 'Fernhill Fibre',
      buttons: [
        { kind: 'url', text: 'Pay now', to: 'https://pay.fernhill.example/{{1}}' },
        { kind: 'phone', text: 'Call us', to: '+27871234500' },
      ],
      parameters: [
        { key: 'header.1', place: 'header', name: '1', button: null, example: '2041' },
        { key: 'body.1', place: 'body', name: '1', button: null, example: 'Thandi' },
        { key: 'body.2', place: 'body', name: '2', button: null, example: 'R 654.00' },
        { key: 'body.3', place: 'body', name: '3', button: null, example: '1 December' },
        {
          key: 'button.0',
          place: 'button',
          name: '1',
          button: 0,
          example: '2041',
        },
      ],
      unsupported: null,
    },
  })
  expect((await named('visit_planned')).content.parameters).toMatchObject([
    { key: 'body.first_name', name: 'first_name', example: 'Thandi' },
    { key: 'body.day', name: 'day', example: 'Thursday' },
  ])
})

test('why one cannot be sent is said: by Meta, or because it is more than we can send', async () => {
  expect(await named('spring_offer')).toMatchObject({
    status: 'paused',
    reason: expect.stringMatching(/paused/),
  })
  expect(await named('win_a_router')).toMatchObject({
    status: 'rejected',
    reason: 'Meta did not approve it: promotional.',
  })
  expect((await named('find_us')).content.unsupported).toBe('Begins with a location: not supported here yet.')
  expect((await named('new_coverage')).content).toMatchObject({ file: 'image', unsupported: null })
})

test('a list of several pages is read to its end, each page once', async () => {
  const many = Array.from({ length: 230 }, (_, at) => ({
    ...templateSamples[2]!,
    id: String(at),
    name: `t${at}`,
  }))
  fake.setTemplates(many)
  const asked: string[] = []
  const listening: Io = {
    ...fetchIo,
    http: (url, init) => {
      asked.push(new URL(url).searchParams.get('after') ?? '')
      return fetchIo.http(url, init)
    },
  }
  expect((await all(listening)).map(template => template.name)).toEqual(many.map(one => one.name))
  expect(asked).toHaveLength(3)
  expect(new Set(asked).size).toBe(3)
})

test('a token that may not read them is told what it lacks; a server that is down is a retry', async () => {
  fake.setTemplates(null)
  const failure = await failureOf(all())
  expect(failure).toMatchObject({ outcome: 'rejected', code: '200' })
  expect(failure.message).toContain('whatsapp_business_management')
  await fake.stop()
  expect((await failureOf(all())).outcome).toBe('retry')
})

const send = (template: FilledTemplate, files: OutgoingFile[] = []) => {
  const outgoing: Outgoing = {
    ...{ attemptId: 'attempt-1', messageId: 'message-1', to: { kind: 'phone', value: '+27821230001' } },
    ...{ text: 'as it reads', template, references: [], files, hookUrl: 'https://isp.example/hooks' },
  }
  return whatsapp.send(outgoing, account(), fetchIo)
}
const value = (place: 'header' | 'body', name: string, words: string) => ({
  ...{ place, name, value: words },
  button: null,
})
const reminder: FilledTemplate = {
  name: 'payment_reminder',
  language: 'en',
  parameters: [
    value('header', '1', '2041'),
    value('body', '1', 'Thandi'),
    value('body', '2', 'R 654.00'),
    value('body', '3', '1 December'),
    { place: 'button', name: '1', button: 0, value: '2041' },
  ],
}

test('numbered values go by place, the end of an address by its button', async () => {
  const sent = await send(reminder)
  expect(fake.ledger).toMatchObject([{ to: '+27821230001', ref: 'attempt-1', wamid: sent.externalId }])
  expect(fake.ledger[0]?.template).toEqual({
    name: 'payment_reminder',
    language: { code: 'en' },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: '2041' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Thandi' },
          { type: 'text', text: 'R 654.00' },
          { type: 'text', text: '1 December' },
        ],
      },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '2041' }] },
    ],
  })
})

test('named values carry their names; without any there are no components', async () => {
  await send({
    ...{ name: 'visit_planned', language: 'en' },
    parameters: [value('body', 'first_name', 'Thandi'), value('body', 'day', 'Thursday')],
  })
  await send({ name: 'still_there', language: 'en_US', parameters: [] })
  expect(fake.ledger.map(sent => sent.template)).toEqual([
    {
      ...{ name: 'visit_planned', language: { code: 'en' } },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', parameter_name: 'first_name', text: 'Thandi' },
            { type: 'text', parameter_name: 'day', text: 'Thursday' },
          ],
        },
      ],
    },
    { name: 'still_there', language: { code: 'en_US' } },
  ])
})

test('a picture it begins with is put at Meta first and named by its id there', async () => {
  const bytes = Buffer.from('a picture')
  const file: OutgoingFile = {
    ...{ name: 'street.jpg', contentType: 'image/jpeg', sizeBytes: bytes.length, address: null },
    bytes: () => Promise.resolve(bytes),
  }
  const template = { name: 'new_coverage', language: 'en', parameters: [] }
  await send(template, [file])
  expect(fake.ledger).toMatchObject([{ text: '', file: { contentType: 'image/jpeg', bytes } }])
  expect(fake.ledger[0]?.template).toEqual({
    name: 'new_coverage',
    language: { code: 'en' },
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { id: expect.stringMatching(/./) } }] },
    ],
  })
  expect(await failureOf(send(template))).toMatchObject({ outcome: 'rejected', code: '132012' })
})

test.each([
  ['132000', { ...reminder, parameters: reminder.parameters.slice(1) }, /number of values/],
  ['132001', { ...reminder, language: 'de' }, /no such template in this language/],
  ['132015', { name: 'spring_offer', language: 'en', parameters: [] }, /paused/],
] as const)('Meta refuses for good with %s, and it is said in words', async (code, template, words) => {
  const failure = await failureOf(send(template as FilledTemplate))
  expect(failure).toMatchObject({ outcome: 'rejected', code })
  expect(failure.message).toMatch(words)
  expect(fake.ledger).toEqual([])
})

test.each(['131026', '132005', '132007', '132012', '132016', '132018'])(
  'code %s is a refusal with words of ours before those of Meta',
  async code => {
    const error = { code: Number(code), message: `(#${code}) As Meta says it` }
    const body = Buffer.from(JSON.stringify({ error }))
    const io: Io = { ...fetchIo, http: () => Promise.resolve({ status: 400, headers: {}, body }) }
    const outgoing = {
      ...{ attemptId: 'a', messageId: 'm', to: { kind: 'phone', value: '+27821230001' } as const },
    }
    const more = { text: 'x', template: reminder, references: [], files: [], hookUrl: '' }
    const failure = await failureOf(whatsapp.send({ ...outgoing, ...more }, account(), io))
    expect(failure).toMatchObject({ outcome: 'rejected', code })
    expect(failure.message).toMatch(/^[A-Z][^(]+\. \(\(#/)
  },
)
