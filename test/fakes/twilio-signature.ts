/** Twilio's request signature, written apart from the adapter so that each proves the other. */
import { createHmac } from 'node:crypto'

/** Base64 HMAC-SHA1 over the URL followed by every field's name and value, fields sorted by name. */
export function twilioSignature(authToken: string, url: string, fields: Record<string, string>): string {
  let text = url
  for (const name of Object.keys(fields).sort()) text += `${name}${fields[name]}`
  return createHmac('sha1', authToken).update(Buffer.from(text, 'utf8')).digest('base64')
}
