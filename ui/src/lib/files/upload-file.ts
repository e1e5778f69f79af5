/** One file to the server, with how far it has come: fetch tells no progress of what it sends. */
import { Failure } from '../api/client.ts'
import type { Upload } from '../api/types.ts'
import { say } from '../words/say.ts'

export type UploadPlace = { id: string; name: string } & (
  | { conversationId: string; kind: 'reply' | 'note' }
  | { cannedReplyId: string }
)

/** `report` hears the share that has been sent, 0 to 1. Throws a Failure with words. */
export function uploadFile(
  file: Blob,
  place: UploadPlace,
  { report, signal }: { report: (share: number) => void; signal: AbortSignal },
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/uploads?${new URLSearchParams(place)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = event => event.lengthComputable && report(event.loaded / event.total)
    request.onload = () => {
      const { status, response } = request
      if (status === 201) resolve(response as Upload)
      else reject(new Failure(status, wordsOf(status, response), response))
    }
    request.onerror = () => reject(new Failure(0, say`The connection broke off.`))
    signal.addEventListener('abort', () => request.abort())
    request.onabort = () => reject(new Failure(0, say`Called off.`))
    request.send(file)
  })
}

const wordsOf = (status: number, body: unknown) =>
  (body as { detail?: string } | null)?.detail ?? say`The server answered ${status}.`
