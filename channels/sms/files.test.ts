import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchIo } from '../../test/fakes/fetch-io.ts'
import { startTwilioFake, type TwilioFake } from '../../test/fakes/twilio.ts'
import { ChannelFailure, type Io } from '../channel.ts'
import { fetchFile } from './files.ts'
import { samples } from './samples.ts'
import type { SmsSettings } from './settings.ts'

let fake: TwilioFake
let settings: SmsSettings

beforeAll(async () => {
  fake = await startTwilioFake(samples.settings)
  settings = { ...samples.settings, apiUrl: fake.url }
})
afterAll(() => fake.stop())

const raw = Buffer.from('{}')
const mediaPath = (id: string) =>
  `/2010-04-01/Accounts/${samples.settings.accountSid}/Messages/MM1/Media/${id}`

async function outcome(work: Promise<unknown>): Promise<ChannelFailure> {
  const error = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ChannelFailure)
  return error as ChannelFailure
}

test('a file is fetched with the token, and from the storage host without it', async () => {
  const ref = fake.hostMedia('MM1', { contentType: 'image/png', bytes: Buffer.from([137, 80, 78, 71]) })
  expect(await fetchFile(ref, raw, settings, fetchIo)).toEqual({
    bytes: Buffer.from([137, 80, 78, 71]),
    contentType: 'image/png',
  })
})

test('a file that is not there may be asked for again; a wrong token is signed out', async () => {
  const ref = fake.url + mediaPath('ME404')
  expect((await outcome(fetchFile(ref, raw, settings, fetchIo))).outcome).toBe('retry')
  const failure = await outcome(fetchFile(ref, raw, { ...settings, authToken: 'no' }, fetchIo))
  expect(failure.outcome).toBe('signed-out')
})

test.each([
  'https://evil.example/Media/ME1',
  'https://api.twilio.com.evil.example/ME1',
  'https://eviltwilio.com/ME1',
  'http://api.twilio.com/ME1',
  'https://api.twilio.com:8443/ME1',
  'https://user@api.twilio.com/ME1',
  'https://api.twilio.com@evil.example/ME1',
  'file:///etc/passwd',
  'not a url',
])('the token is not shown to %s', async ref => {
  const asked: string[] = []
  const io: Io = {
    ...fetchIo,
    http: url => {
      asked.push(url)
      return Promise.reject(new ChannelFailure('retry', 'not in this test'))
    },
  }
  expect((await outcome(fetchFile(ref, raw, settings, io))).outcome).toBe('rejected')
  expect(asked).toEqual([])
})

test('a second redirect, and one that leaves encryption, are not followed', async () => {
  const asked: string[] = []
  const redirecting = (location: string): Io => ({
    ...fetchIo,
    http: (url, init) => {
      asked.push(`${url} ${init?.headers?.authorization ? 'with' : 'without'} token`)
      return Promise.resolve({ status: 307, headers: { location }, body: Buffer.alloc(0) })
    },
  })
  const ref = 'https://media.twilio.com/ME1'
  const again = await outcome(fetchFile(ref, raw, samples.settings, redirecting('https://cdn.example/1')))
  expect(again).toMatchObject({ outcome: 'retry', code: 'http-307' })
  expect(asked).toEqual([`${ref} with token`, 'https://cdn.example/1 without token'])
  const plain = await outcome(fetchFile(ref, raw, samples.settings, redirecting('http://cdn.example/1')))
  expect(plain.outcome).toBe('rejected')
  expect(asked).toHaveLength(3)
})
