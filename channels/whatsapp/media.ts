/** A file of ours goes to Meta first and then into a message, by its id there. Limits: Cloud API, supported media types. */
import {
  ChannelFailure,
  type FileAbilities,
  type HttpAnswer,
  type Io,
  type OutgoingFile,
} from '../channel.ts'
import { failure, post } from './graph.ts'
import { parse, record, text } from './json.ts'
import type { WhatsappSettings } from './settings.ts'

const office = 'application/vnd.openxmlformats-officedocument'
const kinds = {
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5_000_000, withText: true },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16_000_000, withText: true },
  audio: {
    types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    maxBytes: 16_000_000,
    withText: false,
  },
  document: {
    types: [
      'application/pdf',
      'text/plain',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      `${office}.wordprocessingml.document`,
      `${office}.spreadsheetml.sheet`,
      `${office}.presentationml.presentation`,
    ],
    maxBytes: 100_000_000,
    withText: true,
  },
}

/** One file in a message, with a caption except for sound. */
export const files: FileAbilities = {
  most: 1,
  maxBytes: 100_000_000,
  types: Object.values(kinds).flatMap(({ types, ...limits }) => types.map(type => ({ type, ...limits }))),
  withText: 1024,
  byAddress: false,
}

/** Puts the file at Meta; answers its part of the message. Nothing has reached anybody then: any doubt is a `retry`. */
export async function uploaded(file: OutgoingFile, caption: string, settings: WhatsappSettings, io: Io) {
  const kind = Object.entries(kinds).find(([, { types }]) => types.includes(file.contentType))?.[0]
  if (!kind)
    throw new ChannelFailure('rejected', `WhatsApp does not take "${file.name}" (${file.contentType})`)
  const answer = await post(`${settings.phoneNumberId}/media`, settings, io, await formOf(file)).catch(
    noDoubt,
  )
  if (answer.status < 200 || answer.status > 299) throw failure(answer, 'retry')
  const id = text(record(parse(answer.body)).id)
  if (id === '') throw new ChannelFailure('retry', 'WhatsApp took the file but named no id for it')
  const media = {
    id,
    ...(caption === '' ? {} : { caption }),
    ...(kind === 'document' ? { filename: file.name } : {}),
  }
  return { type: kind, [kind]: media }
}

async function formOf(file: OutgoingFile) {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', file.contentType)
  form.set('file', new Blob([new Uint8Array(await file.bytes())], { type: file.contentType }), file.name)
  const encoded = new Response(form)
  const contentType = encoded.headers.get('content-type') ?? ''
  return { contentType, bytes: Buffer.from(await encoded.arrayBuffer()), timeoutMs: 100_000 }
}

function noDoubt(error: unknown): HttpAnswer {
  if (!(error instanceof ChannelFailure) || error.outcome !== 'unknown') throw error
  throw new ChannelFailure('retry', error.message, { code: error.code })
}
