/** The choices of a field while they are written: each with an id of its own, so that it stays itself when moved. Pure. */
import { isSameName } from '../desk/same-name.ts'

export type Choice = { id: number; text: string }

export const choiceList = (texts: readonly string[]): Choice[] => texts.map((text, id) => ({ id, text }))

const nextId = (choices: readonly Choice[]) => Math.max(-1, ...choices.map(choice => choice.id)) + 1

/** With an empty one after the place given. */
export function withNew(choices: readonly Choice[], after: number): { choices: Choice[]; id: number } {
  const id = nextId(choices)
  return { choices: choices.toSpliced(after + 1, 0, { id, text: '' }), id }
}

/** One place up (-1) or down (1); as they were where there is no such place. */
export function moved(choices: readonly Choice[], at: number, by: -1 | 1): Choice[] {
  const [choice, other] = [choices[at], choices[at + by]]
  if (!choice || !other) return [...choices]
  return choices.with(at, other).with(at + by, choice)
}

/** What is sent: empty ones are none. */
export const textsOf = (choices: readonly Choice[]): string[] =>
  choices.map(choice => choice.text.trim()).filter(text => text !== '')

/** The words about choices that cannot stay so; null when they can. */
export function whyNotChoices(choices: readonly Choice[]): string | null {
  const texts = textsOf(choices)
  if (texts.length === 0) return 'Give at least one choice.'
  const twice = texts.find((text, at) => texts.findIndex(other => isSameName(other, text)) !== at)
  return twice === undefined ? null : `“${twice}” stands there twice.`
}
