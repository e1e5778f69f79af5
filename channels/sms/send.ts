/** Outgoing -> Twilio's Messages resource. Plain HTTPS, because we must know "not sent" from "perhaps sent". */
import { z } from 'zod'
import { ChannelFailure, type Io, type Outgoing, type OutgoingFile, type Sent } from '../channel.ts'
import { accountUrl, authorization, refusal } from './api.ts'
import { parseJson } from './params.ts'
import type { SmsSettings } from './settings.ts'

const accepted = z.object({ sid: z.string().min(1) })
const account = z.object({ friendly_name: z.string(), status: z.string() })

/** Resolves when Twilio queued the message. Twilio has no key against duplicates, so doubt stays `unknown`. */
export async function send(outgoing: Outgoing, settings: SmsSettings, io: Io): Promise<Sent> {
  if (outgoing.to.kind !== 'phone') {
    throw new ChannelFailure('rejected', 'A text message needs a phone number', { code: 'no-phone' })
  }
  const answer = await io.http(`${accountUrl(settings)}/Messages.json`, {
    method: 'POST',
    headers: {
      authorization: authorization(settings),
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      accept: 'application/json',
    },
    body: form(outgoing, settings).toString(),
  })
  if (answer.status < 200 || answer.status >= 300) throw refusal(answer, 'unknown')
  const body = accepted.safeParse(parseJson(answer.body))
  if (!body.success) {
    throw new ChannelFailure('unknown', 'Twilio accepted the request but named no message', {
      code: 'no-sid',
    })
  }
  return { externalId: body.data.sid }
}

function form(outgoing: Outgoing, settings: SmsSettings): URLSearchParams {
  const sender = settings.messagingServiceSid
    ? { MessagingServiceSid: settings.messagingServiceSid }
    : { From: settings.fromNumber }
  const fields = new URLSearchParams({
    To: outgoing.to.value,
    ...sender,
    ...(outgoing.text === '' ? {} : { Body: outgoing.text }),
    StatusCallback: `${outgoing.hookUrl}?ref=${encodeURIComponent(outgoing.attemptId)}`,
  })
  for (const file of outgoing.files) fields.append('MediaUrl', addressOf(file))
  return fields
}

/** Twilio fetches files itself. */
function addressOf({ name, address }: OutgoingFile): string {
  if (address !== null) return address
  const words = `Twilio cannot fetch "${name}": this server has no address that is reached from outside`
  throw new ChannelFailure('rejected', words, { code: 'no-address' })
}

/** Proves account and token; a suspended or closed account counts as signed out. */
export async function check(settings: SmsSettings, io: Io): Promise<{ account: string }> {
  const answer = await io.http(`${accountUrl(settings)}.json`, {
    headers: { authorization: authorization(settings), accept: 'application/json' },
  })
  if (answer.status === 404) {
    throw new ChannelFailure('signed-out', 'Twilio knows no account with this SID', { code: 'http-404' })
  }
  if (answer.status !== 200) throw refusal(answer, 'retry')
  const body = account.safeParse(parseJson(answer.body))
  if (!body.success) throw new ChannelFailure('retry', 'Twilio described no account; check the API address')
  if (body.data.status !== 'active') {
    throw new ChannelFailure('signed-out', `The Twilio account is ${body.data.status}`, {
      code: body.data.status,
    })
  }
  return { account: `${body.data.friendly_name}, ${settings.fromNumber}` }
}
