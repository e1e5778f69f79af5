/** An inbox's credentials: sealed in the row, open only in memory, masked towards people. */
import { z } from 'zod'
import type { Channel } from '../../channels/channel.ts'
import type { Secrets } from '../../platform/secrets/index.ts'

export const maskedSecret = '••••'

const placeOf = (tenantId: string, inboxId: string) => ({
  tenantId,
  table: 'inboxes',
  column: 'settings',
  id: inboxId,
})

export const sealSettings = (
  secrets: Secrets,
  tenantId: string,
  inboxId: string,
  settings: unknown,
): Promise<string> => secrets.seal(placeOf(tenantId, inboxId), JSON.stringify(settings))

export const openSettings = async (
  secrets: Secrets,
  tenantId: string,
  inboxId: string,
  sealed: string,
): Promise<Record<string, unknown>> => JSON.parse(await secrets.open(placeOf(tenantId, inboxId), sealed))

type FieldSchema = { secret?: boolean }

/** JSON schema of a channel's settings as a person fills them in. */
export const settingsSchema = (channel: Channel): Record<string, unknown> =>
  z.toJSONSchema(channel.settings, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>

const secretFields = (channel: Channel): string[] => {
  const properties = (settingsSchema(channel).properties ?? {}) as Record<string, FieldSchema>
  return Object.keys(properties).filter(name => properties[name]?.secret === true)
}

/** Settings as they may be shown: secrets that are set read as dots. */
export function maskSettings(channel: Channel, settings: Record<string, unknown>): Record<string, unknown> {
  const masked = { ...settings }
  for (const name of secretFields(channel)) if (masked[name]) masked[name] = maskedSecret
  return masked
}

/** What a person sent, with every secret they left at the dots taken from the settings before. */
export function mergeSettings(
  channel: Channel,
  before: Record<string, unknown>,
  sent: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...sent }
  for (const name of secretFields(channel)) if (merged[name] === maskedSecret) merged[name] = before[name]
  return merged
}
