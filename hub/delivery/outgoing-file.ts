import { ChannelFailure, type OutgoingFile } from '../../channels/channel.ts'
import type { App } from '../app.ts'
import { fileAddress } from '../attachments/file-address.ts'
import { filesHost } from '../attachments/files-host.ts'
import type { ClaimedFile } from './claim.ts'

/** Providers queue a message with files before they fetch them. */
const fetchedWithinMs = 3_600_000

/** A stored file as adapters are handed it. One whose bytes are gone is refused for good: nothing can bring them back. */
export function outgoingFile(app: App, tenantId: string, file: ClaimedFile): OutgoingFile {
  const { id, name, contentType, sizeBytes, sha256 } = file
  const host = filesHost(app.config)
  const place = { tenantId, attachmentId: id }
  const key = app.secrets.derive('file addresses')
  return {
    name,
    contentType,
    sizeBytes,
    address: host && `${host}${fileAddress(key, place, app.clock.now(), fetchedWithinMs)}`,
    bytes: () =>
      app.files.get(tenantId, sha256).catch((error: NodeJS.ErrnoException) => {
        const isGone = error.code === 'ENOENT'
        const words = isGone ? `"${name}" is not stored here any more.` : `"${name}" could not be read.`
        throw new ChannelFailure(isGone ? 'rejected' : 'retry', words, { code: 'file' })
      }),
  }
}
