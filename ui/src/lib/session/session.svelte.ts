/** Who is signed in, what they may do, and where their tenant lives. */
import { people } from '../api/calls.ts'
import type { Me, Member } from '../api/types.ts'
import type { Region } from '../words/time.ts'

class Session {
  me = $state.raw<Me | null>(null)
  members = $state.raw<Member[]>([])

  /** Throws a Failure: 401 when nobody is signed in. */
  async load(): Promise<Me> {
    const me = await people.me()
    this.me = me
    if (this.can('members.read')) {
      people.members().then(
        ({ items }) => {
          this.members = items
        },
        () => {},
      )
    }
    return me
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

  get region(): Region {
    return { locale: this.me?.tenant.locale ?? 'en', timeZone: this.me?.tenant.timeZone ?? 'UTC' }
  }
}

export const session = new Session()
