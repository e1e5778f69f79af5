/** One request and its answer over undici's dispatch, which alone tells when a request begins to leave. */
import { Buffer } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { EgressFailure } from './failure.ts'

export type EgressAnswer = {
  status: number
  /** Lower-case names; a repeated header is joined with ", ". */
  headers: Record<string, string | undefined>
  body: Buffer
}

export type Limits = { timeoutMs: number; maxBytes: number }

/**
 * Resolves with the whole answer. Rejects with EgressFailure: sent 'no' as long as the request waited for a
 * connection, 'maybe' from the moment it was handed to one. Never writes a request twice.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: Limits,
): Promise<EgressAnswer> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(limits, resolve, reject)
    try {
      dispatcher.dispatch(request, handler)
    } catch (error) {
      handler.onResponseError(null, error instanceof Error ? error : new Error(String(error)))
    }
  })
}

class Exchange implements Dispatcher.DispatchHandler {
  private started = false
  private over = false
  private controller: Dispatcher.DispatchController | undefined
  private status = 0
  private headers: EgressAnswer['headers'] = {}
  private chunks: Buffer[] = []
  private size = 0
  private readonly limits: Limits
  private readonly resolve: (answer: EgressAnswer) => void
  private readonly reject: (failure: EgressFailure) => void
  private readonly deadline: NodeJS.Timeout

  constructor(limits: Limits, resolve: (a: EgressAnswer) => void, reject: (f: EgressFailure) => void) {
    this.limits = limits
    this.resolve = resolve
    this.reject = reject
    this.deadline = setTimeout(() => this.fail(`No answer within ${limits.timeoutMs} ms`), limits.timeoutMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    // Called again when undici would repeat the request on a new socket, or late, after the deadline: both must not leave.
    if (this.over || this.started) {
      controller.abort(new Error('not sent again'))
      return
    }
    this.started = true
    this.controller = controller
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders) {
    if (status < 200) return
    this.status = status
    for (const [name, value] of Object.entries(headers)) {
      this.headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
    }
    if (Number(headers['content-length']) > this.limits.maxBytes) this.tooLarge()
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer) {
    this.size += chunk.length
    if (this.size > this.limits.maxBytes) return this.tooLarge()
    this.chunks.push(chunk)
  }

  onResponseEnd() {
    if (!this.finish()) return
    this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks) })
  }

  onResponseError(_: unknown, error: Error) {
    if (error instanceof EgressFailure && !this.started) {
      if (this.finish()) this.reject(error)
      return
    }
    this.fail(this.started ? `The connection broke: ${error.message}` : error.message, error)
  }

  private tooLarge() {
    this.fail(`The answer is larger than ${this.limits.maxBytes} bytes`)
  }

  private fail(words: string, cause?: unknown) {
    if (!this.finish()) return
    this.reject(new EgressFailure(words, { sent: this.started ? 'maybe' : 'no', cause }))
    this.chunks = []
    this.controller?.abort(new Error(words))
  }

  /** True the first time only. */
  private finish(): boolean {
    if (this.over) return false
    this.over = true
    clearTimeout(this.deadline)
    return true
  }
}
