/** Who is signed in, what they may do, and where their tenant lives. */
import { people } from '../api/calls.ts'
import { barReason, Failure, wordsOf } from '../api/client.ts'
import { signOut } from '../api/sign-in.ts'
import type { Me, Member } from '../api/types.ts'
import { kept } from '../local/kept.ts'
import { hasLeft, leavePush } from '../news/leave-push.ts'
import { type PlatformMe, platform } from '../tenants/calls.ts'
import { language, localeFor } from '../words/languages.ts'
import type { Region } from '../words/time.ts'

/** Somebody's eyes, and the owner of the installation who looks through them. */
export type Borrowed = { memberName: string; operatorName: string; until: string; reason: string }

class Session {
  /** Null for an owner of the installation who works for no provider. */
  me = $state.raw<Me | null>(null)
  /** Set for owners of the installation, unless they look through somebody's eyes. */
  operator = $state.raw<Pick<PlatformMe, 'name' | 'email'> | null>(null)
  /** Set while somebody looks through this member's eyes. */
  borrowed = $state.raw<Borrowed | null>(null)
  /** Why the provider is suspended, in the server's words; null while it is not. */
  suspended = $state<string | null>(null)
  members = $state.raw<Member[]>([])
  isLoaded = false
  /** Known from this browser only; the server was not asked yet. */
  isAssumed = false
  #tabs: BroadcastChannel | undefined

  /** Throws a Failure: 401 when nobody is signed in. */
  async load(): Promise<void> {
    try {
      this.#take(await people.me())
      this.suspended = null
    } catch (error) {
      await this.#loadWithoutTenant(error)
    }
    this.isLoaded = true
    this.#listen()
    if (this.can('members.read') && !this.me?.needs) void this.#loadMembers()
  }

  /** Who sat here last, until the server says who does. */
  assume(me: Me, members: Member[]): void {
    this.#take(me)
    this.members = members
    this.isLoaded = true
    this.isAssumed = true
    this.#listen()
  }

  /** Asks the server whether it is as assumed. Null when it could not be asked, or leads away by itself. */
  async confirm(): Promise<'same' | 'other' | null> {
    const assumed = this.me
    try {
      const me = await people.me()
      if (!assumed || !isSame(assumed, me)) return 'other'
      this.#take(me)
    } catch (error) {
      const isLeaving = error instanceof Failure && (error.isNetwork || error.status === 401)
      return isLeaving ? null : 'other'
    }
    this.isAssumed = false
    if (this.can('members.read')) void this.#loadMembers()
    return 'same'
  }

  #take(me: Me): void {
    this.me = me
    const { member, operator, impersonation } = me
    this.operator = operator && !impersonation ? member : null
    this.borrowed = impersonation && { memberName: member.name, ...impersonation }
  }

  /** Nobody's member, or of a suspended provider: perhaps an owner of the installation all the same. */
  async #loadWithoutTenant(error: unknown): Promise<void> {
    const isSuspended = barReason(error) === 'suspended'
    const isNobody = error instanceof Failure && error.status === 401
    if (!isSuspended && !isNobody) throw error
    const operator = await platform.me().catch(() => null)
    if (!operator && isNobody) throw error
    this.me = null
    this.operator = operator
    this.suspended = isSuspended ? wordsOf(error) : null
    this.borrowed = operator?.impersonating
      ? { operatorName: operator.name, ...operator.impersonating }
      : null
  }

  async #loadMembers(): Promise<void> {
    // Without them the screen lacks names to assign to, and nothing else.
    this.members = await people.members().then(
      ({ items }) => items,
      () => [],
    )
  }

  /** In all tabs of this browser: they share the session. */
  async signOut(): Promise<void> {
    await signOut()
    await kept.wipe()
    leavePush()
    await hasLeft()
    this.#tabs?.postMessage('signed-out')
  }

  /** Another tab signed out. The server is asked whether it is so; its answer leads away from here. */
  #listen(): void {
    if (this.#tabs || !('BroadcastChannel' in globalThis)) return
    this.#tabs = new BroadcastChannel('trunkline:session')
    this.#tabs.onmessage = () => {
      if (this.isLoaded) people.me().catch(() => {})
    }
  }

  /** Nobody is signed in any more, or somebody else is. */
  forget(): void {
    void kept.wipe()
    leavePush()
    this.me = null
    this.operator = null
    this.borrowed = null
    this.suspended = null
    this.members = []
    this.isLoaded = false
    this.isAssumed = false
  }

  can(permission: string): boolean {
    return this.me?.permissions.includes(permission) ?? false
  }

  get memberId(): string {
    return this.me?.member.id ?? ''
  }

  get isDemo(): boolean {
    return this.me?.demo ?? false
  }

  /** How the provider's customers write dates and money: for what is sent to them. */
  get home(): Region {
    const own = Intl.DateTimeFormat().resolvedOptions()
    return {
      locale: this.me?.tenant.locale ?? own.locale,
      timeZone: this.me?.tenant.timeZone ?? own.timeZone,
    }
  }

  /** The same for whoever reads this screen. */
  get region(): Region {
    const { locale, timeZone } = this.home
    return { locale: localeFor(language(), locale), timeZone }
  }
}

/** The same person for the same provider, with the same words and nobody else's eyes. */
function isSame(assumed: Me, me: Me): boolean {
  const standing = ({ member, tenant, permissions, needs, impersonation, operator }: Me) =>
    JSON.stringify([member.id, tenant.id, permissions.toSorted(), needs, impersonation, operator])
  return standing(assumed) === standing(me)
}

export const session = new Session()
