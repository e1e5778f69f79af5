/** The change to many that is under way or just ended: asked after until it is over. */
import { notices } from '../design/notices.svelte.ts'
import { type BulkChange, type BulkJob, bulk, type Chosen } from './calls.ts'

const askEveryMs = 700
const under = new Set<BulkJob['state']>(['waiting', 'running', 'undoing'])

class BulkProgress {
  job = $state.raw<BulkJob | null>(null)
  isUnderWay = $derived(this.job !== null && under.has(this.job.state))
  #timer: ReturnType<typeof setTimeout> | undefined

  /** True when it was begun. */
  start(chosen: Chosen, change: BulkChange): Promise<boolean> {
    return notices.attempt(async () => this.#follow(await bulk.start(chosen, change)))
  }

  async cancel(): Promise<void> {
    const id = this.job?.id
    if (id) await notices.attempt(async () => this.#follow(await bulk.cancel(id)))
  }

  async undo(): Promise<void> {
    const id = this.job?.id
    if (id) await notices.attempt(async () => this.#follow(await bulk.undo(id)))
  }

  dismiss(): void {
    clearTimeout(this.#timer)
    this.job = null
  }

  #follow(job: BulkJob): void {
    clearTimeout(this.#timer)
    this.job = job
    if (under.has(job.state)) this.#timer = setTimeout(() => void this.#ask(job), askEveryMs)
  }

  /** A question that fails is asked again. */
  async #ask(job: BulkJob): Promise<void> {
    const now = await bulk.read(job.id).catch(() => job)
    if (this.job?.id === job.id) this.#follow(now)
  }
}

export const bulkProgress = new BulkProgress()
