/** A multipart body as providers read it. */
import type { FakeRequest } from './fake-server.ts'

/** A file a fake was sent, to the last byte. */
export type SentFile = { name: string; contentType: string; bytes: Buffer }

export type Multipart = { fields: Record<string, string>; files: Record<string, SentFile> }

/** Null when the body is none. */
export async function readMultipart({ headers, body }: FakeRequest): Promise<Multipart | null> {
  const contentType = headers['content-type'] ?? ''
  if (!contentType.startsWith('multipart/form-data')) return null
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null)
  if (!form) return null
  const read: Multipart = { fields: {}, files: {} }
  for (const [name, value] of form) {
    if (typeof value === 'string') read.fields[name] = value
    else {
      const bytes = Buffer.from(await value.arrayBuffer())
      read.files[name] = { name: value.name, contentType: value.type, bytes }
    }
  }
  return read
}
