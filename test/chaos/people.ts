/** A few dozen invented people and how each of them writes. */
import type { Random } from './random.ts'
import type { Kind } from './world.ts'

export type Person = { name: string; kinds: Kind[]; email: string; phone: string; chatId: number }

const firstNames = ['Amahle', 'Bongani', 'Carla', 'Dumisa', 'Elna', 'Farai', 'Gift', 'Hanli', 'Imka', 'Jabu']
const lastNames = ['Example', 'Sample', 'Tester', 'Muster']

/** Who has a phone writes by SMS and WhatsApp alike: one contact, one chat, two channels. */
const habits: Kind[][] = [['email'], ['telegram'], ['sms'], ['whatsapp'], ['sms', 'whatsapp']]

/** Forty people, all four channels among them. */
export function inventPeople(random: Random): Person[] {
  return random.shuffled(
    lastNames.flatMap((last, row) =>
      firstNames.map((first, column) => {
        const number = row * firstNames.length + column
        return {
          name: `${first} ${last}`,
          kinds: habits[number % habits.length] ?? ['email'],
          email: `${first}.${last}@customers.example`.toLowerCase(),
          phone: `+2782123${String(number).padStart(4, '0')}`,
          chatId: 710_000_000 + number,
        }
      }),
    ),
  )
}

export function addressOn(person: Person, kind: Kind): string {
  if (kind === 'email') return person.email
  return kind === 'telegram' ? String(person.chatId) : person.phone
}
