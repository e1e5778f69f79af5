/** One signing-in, from the first field to the page behind it. */
import { goto } from '$app/navigation'
import { Failure, wordsOf } from '../api/client.ts'
import {
  type CodeWay,
  codes,
  type Entered,
  links,
  passkeyCalls,
  secondFactor,
  signIn,
} from '../api/sign-in.ts'
import { session } from '../session/session.svelte.ts'
import { showPasskey } from './webauthn.ts'

export type Step = 'ways' | 'link-sent' | 'code-way' | 'code' | 'second-factor' | 'forgotten' | 'reset-sent'

export class SignInFlow {
  step = $state<Step>('ways')
  email = $state('')
  failure = $state<string | null>(null)
  busy = $state(false)
  codeWay = $state<CodeWay>('email')
  /** After too many tries: until when nothing is taken for this email. */
  locked = $state.raw<{ email: string; until: number } | null>(null)

  /** The page behind it. */
  readonly next: string
  #offer: AbortController | null = null

  constructor(next: string) {
    this.next = next
  }

  /** How long this email must wait; 0 when it need not. */
  waitMs(now: number): number {
    return this.locked && this.locked.email === this.email.trim() ? Math.max(0, this.locked.until - now) : 0
  }

  to(step: Step): void {
    this.failure = null
    this.step = step
  }

  withPassword = (email: string, password: string) => this.#enter(() => signIn(email, password))
  withCode = (code: string) => this.#enter(() => codes.signIn(this.email.trim(), code))
  withLink = (token: string) => this.#enter(() => links.signIn(token))
  withFactor = (code: string, isRecovery: boolean) =>
    this.#enter(() => (isRecovery ? secondFactor.recoveryCode(code) : secondFactor.code(code)))

  sendLink = () => this.#do(() => links.askToSignIn(this.email.trim()), 'link-sent')
  sendReset = () => this.#do(() => links.askToReset(this.email.trim()), 'reset-sent')
  sendCode = (via: CodeWay) => {
    this.codeWay = via
    return this.#do(() => codes.ask(this.email.trim(), via), 'code')
  }

  withPasskey = () => {
    this.stopOffering()
    const { signal } = new AbortController()
    return this.#enter(() => this.#passkey({ offer: false, signal }))
  }

  /** Lets the browser offer passkeys in the email field. Whatever goes wrong there stays quiet: nobody asked for it. */
  async offerPasskeys(): Promise<void> {
    this.#offer = new AbortController()
    const { signal } = this.#offer
    try {
      await this.#arrive(await this.#passkey({ offer: true, signal }))
    } catch (error) {
      if (!signal.aborted && error instanceof Failure && error.status > 0) this.failure = wordsOf(error)
    }
  }

  stopOffering(): void {
    this.#offer?.abort()
    this.#offer = null
  }

  async #passkey(way: { offer: boolean; signal: AbortSignal }): Promise<Entered> {
    const shown = await showPasskey(await passkeyCalls.optionsToSignIn(), way)
    // The button was pressed meanwhile: one sign-in is enough.
    way.signal.throwIfAborted()
    return passkeyCalls.signIn(shown)
  }

  #enter(run: () => Promise<Entered>): Promise<void> {
    return this.#try(async () => this.#arrive(await run()))
  }

  #do(run: () => Promise<unknown>, then: Step): Promise<void> {
    return this.#try(async () => {
      await run()
      this.step = then
    })
  }

  async #try(run: () => Promise<unknown>): Promise<void> {
    this.busy = true
    this.failure = null
    try {
      await run()
    } catch (error) {
      this.failure = wordsOf(error)
      const waitS = error instanceof Failure && error.status === 429 ? secondsIn(error) : 0
      if (waitS > 0) this.locked = { email: this.email.trim(), until: Date.now() + waitS * 1000 }
    } finally {
      this.busy = false
    }
  }

  async #arrive(entered: Entered): Promise<void> {
    this.locked = null
    if (entered.needs === 'second-factor') return this.to('second-factor')
    this.stopOffering()
    // Whoever was here before is forgotten; the page asks anew who this is.
    session.forget()
    await goto(this.next)
  }
}

const secondsIn = (failure: Failure): number =>
  Number((failure.body as { retryAfter?: unknown } | undefined)?.retryAfter) || 0
