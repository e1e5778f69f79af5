/** Who a rule about second factors would touch. Pure. */
export type Rule = 'nobody' | 'managers' | 'everyone'

export const rules: { value: Rule; label: string; about: string }[] = [
  { value: 'nobody', label: 'Nobody must', about: 'Whoever wants to can set one up.' },
  {
    value: 'managers',
    label: 'Those who can change settings or people',
    about: 'Owners, admins, and roles with such words.',
  },
  { value: 'everyone', label: 'Everyone', about: 'Nobody comes in without one.' },
]

type Person = { role: string; customRoleId: string | null; twoFactor: boolean; disabledAt: string | null }
type Role = { id: string; permissions: string[] }

/** How many the rule concerns, and how many of them have no authenticator app yet. */
export function touchedBy(rule: Rule, people: Person[], roles: Role[]): { all: number; without: number } {
  const words = new Map(roles.map(role => [role.id, role.permissions]))
  const manages = ({ role, customRoleId }: Person) =>
    (words.get(customRoleId ?? role) ?? []).some(word => word.endsWith('.manage'))
  const touched = people.filter(
    person => !person.disabledAt && (rule === 'everyone' || (rule === 'managers' && manages(person))),
  )
  return { all: touched.length, without: touched.filter(person => !person.twoFactor).length }
}
