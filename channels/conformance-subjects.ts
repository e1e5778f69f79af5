/** Every adapter with its samples, as the conformance tests take them. */
import type { Channel } from './channel.ts'
import { samples as email } from './email/samples.ts'
import { channels } from './index.ts'
import type { ChannelSamples } from './samples.ts'
import { samples as sms } from './sms/samples.ts'
import { samples as telegram } from './telegram/samples.ts'
import { samples as whatsapp } from './whatsapp/samples.ts'

export type Subject = { channel: Channel; samples: ChannelSamples }

const samplesOf: Record<string, ChannelSamples> = { email, whatsapp, sms, telegram }

/** In the order of the registry; an adapter without samples is missing here, which a test reports. */
export const subjects: Subject[] = [...channels.values()].flatMap(channel => {
  const samples = samplesOf[channel.kind]
  return samples ? [{ channel, samples }] : []
})
