/** Looking through the people of a provider. Pure. */
import type { Colleague, Invitation } from './calls.ts'

/** Every word typed must be in the name, the email or the role, whatever the case. */
export function matching(people: readonly Colleague[], typed: string): Colleague[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return people.filter(person => {
    const text = `${person.name} ${person.email} ${person.roleTitle}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}

/** Who counts against the limit: those switched on who are no customers, and open invitations. */
export const placesTaken = (
  people: readonly Pick<Colleague, 'role' | 'disabledAt'>[],
  invited: readonly Pick<Invitation, 'expired'>[],
): number =>
  people.filter(person => !person.disabledAt && person.role !== 'customer').length +
  invited.filter(invitation => !invitation.expired).length

/** What of a form differs from how it was; lists are compared as sets. */
export function changesOf<Form extends Record<string, unknown>>(before: Form, after: Form): Partial<Form> {
  const plain = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value)
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => plain(value) !== plain(before[name])),
  ) as Partial<Form>
}
