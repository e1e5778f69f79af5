/** A ticket's first words, taken from what the customer wrote last. Pure. */
import type { Message } from '../api/types.ts'

const longestSubject = 80
const messagesTaken = 3

/** The subject of the mail, or the first line of the last message; the last few messages as the description. */
export function ticketFrom(
  subject: string | null,
  messages: Message[],
): { subject: string; description: string } {
  const said = messages
    .filter(message => message.direction === 'in' && message.text.trim() !== '')
    .slice(-messagesTaken)
  const line = said.at(-1)?.text.trim().split('\n')[0] ?? ''
  const short = line.length > longestSubject ? `${line.slice(0, longestSubject - 1).trimEnd()}…` : line
  return {
    subject: subject?.slice(0, 200) || short,
    description: said.map(message => message.text.trim()).join('\n\n'),
  }
}
