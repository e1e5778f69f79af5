/** The changes to many that are under way or just ended, moved on by words from the socket. */
import { notices } from '../design/notices.svelte.ts'
import { isUnderWay, later, seenOf } from './bulk-steps.ts'
import { type BulkChange, type BulkJob, type BulkWord, bulk, type Chosen } from './calls.ts'

/** Without a word for this long it is asked: a process may have died between the commit and telling of it. */
const patienceMs = 5_000

class BulkProgress {
  /** The newest last. */
  jobs = $state.raw<BulkJob[]>([])
  #timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** Let go by the member: words that are still on their way do not bring it back. */
  #dismissed = new Set<string>()

  /** True when it was begun. */
  start(chosen: Chosen, change: BulkChange): Promise<boolean> {
    return notices.attempt(async () => this.#take(await bulk.start(chosen, change)))
  }

  async cancel(id: string): Promise<void> {
    await notices.attempt(async () => this.#take(await bulk.cancel(id)))
  }

  async undo(id: string): Promise<void> {
    await notices.attempt(async () => this.#take(await bulk.undo(id)))
  }

  dismiss(id: string): void {
    this.#dismissed.add(id)
    this.#rest(id)
    this.jobs = this.jobs.filter(job => job.id !== id)
  }

  /** A word from the socket; of a job begun on another screen of this person, too. */
  hear(word: BulkWord): void {
    const known = this.jobs.some(job => job.id === word.id)
    if (known || (isUnderWay(word) && !this.#dismissed.has(word.id))) this.#take(word)
  }

  /** After a silence: asks how far they are. */
  resume(): void {
    for (const job of this.jobs) if (isUnderWay(job)) void this.ask(job.id)
  }

  /** Fetches who was left out, too. A question that fails is asked again while it is under way. */
  async ask(id: string): Promise<void> {
    const answer = await bulk.read(id).catch(() => null)
    const held = this.jobs.find(job => job.id === id)
    if (answer && held) this.#take(answer)
    else if (held && isUnderWay(held)) this.#wait(id)
  }

  #take(told: BulkWord & { report?: BulkJob['report'] }): void {
    const before = this.jobs.find(job => job.id === told.id)
    const after = later(before, told)
    this.jobs = before ? this.jobs.map(job => (job === before ? after : job)) : [...this.jobs, after]
    this.#rest(after.id)
    if (isUnderWay(after)) this.#wait(after.id)
    else if (told.report === undefined && lacksReport(after)) void this.ask(after.id)
  }

  #wait(id: string): void {
    this.#rest(id)
    this.#timers.set(
      id,
      setTimeout(() => void this.ask(id), patienceMs),
    )
  }

  #rest(id: string): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }
}

/** Some were left out, or not reached. */
const lacksReport = (job: BulkJob) => job.skipped > 0 || seenOf(job) < job.total

export const bulkProgress = new BulkProgress()
