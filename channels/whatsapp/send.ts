import { ChannelFailure, type Io, type Outgoing, type Sent } from '../channel.ts'
import { acceptedId, failure, graph } from './graph.ts'
import { uploaded } from './media.ts'
import type { WhatsappSettings } from './settings.ts'
import { templateMessage } from './template-message.ts'

/**
 * One message to one phone: a template, text, or a file with the text as its caption. Meta has no idempotency key, but echoes
 * biz_opaque_callback_data in every status: it carries the attempt id, so that an attempt of unknown outcome settles
 * when its first status arrives.
 */
export async function send(outgoing: Outgoing, settings: WhatsappSettings, io: Io): Promise<Sent> {
  const { to, text, files, template, attemptId } = outgoing
  const [file] = files
  if (to.kind !== 'phone') throw new ChannelFailure('rejected', 'WhatsApp reaches phone numbers only')
  if (text.trim() === '' && !file) {
    throw new ChannelFailure('rejected', 'WhatsApp does not send an empty message')
  }
  if (files.length > 1) throw new ChannelFailure('rejected', 'WhatsApp takes one file in a message')
  const put = (caption: string) => (file ? uploaded(file, caption, settings, io) : null)
  const content = template
    ? templateMessage(template, await put(''))
    : ((await put(text)) ?? { type: 'text', text: { body: text } })
  const answer = await graph(`${settings.phoneNumberId}/messages`, settings, io, {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: to.value.replace(/^\+/, ''),
    ...content,
    biz_opaque_callback_data: attemptId,
  })
  if (answer.status < 200 || answer.status > 299) throw failure(answer, 'unknown')
  const externalId = acceptedId(answer)
  if (!externalId) throw new ChannelFailure('unknown', 'WhatsApp answered without a message id')
  return { externalId }
}
