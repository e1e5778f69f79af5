/** What was changed of a conversation, in words: "set the priority to High", "labelled this Fibre cut". */

import { say } from '../words/say.ts'
import { customerPart } from './customer-words.ts'
import { priorityWords } from './priority-words.ts'

type Details = { priority?: unknown; team?: unknown; customer?: unknown; labels?: unknown; fields?: unknown }

const detailsOf = (value: unknown): Details => (typeof value === 'object' && value !== null ? value : {})
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** A field that is gone is called by its key. */
export type FieldOf = (key: string) => { title: string } | undefined

/** The parts of a `conversation.changed` event; empty when nothing in it is known. */
export function changeWords(data: Record<string, unknown>, fieldOf: FieldOf = () => undefined): string[] {
  const before = detailsOf(data.before)
  const after = detailsOf(data.after)
  return [
    ...priorityPart(after),
    ...teamPart(before, after),
    ...customerPart(before, after),
    ...labelParts(listOf(before.labels), listOf(after.labels)),
    ...fieldParts(recordOf(before.fields), recordOf(after.fields), key => fieldOf(key)?.title ?? key),
  ]
}

function priorityPart({ priority }: Details): string[] {
  if (typeof priority !== 'string') return []
  return [say`set the priority to ${(priorityWords as Record<string, string>)[priority] ?? priority}`]
}

function teamPart(before: Details, after: Details): string[] {
  if (after.team === undefined) return []
  const { name } = recordOf(after.team)
  if (name) return [say`gave this to ${String(name)}`]
  return [say`took this from ${String(recordOf(before.team).name ?? say`its team`)}`]
}

function labelParts(before: string[], after: string[]): string[] {
  const added = after.filter(name => !before.includes(name))
  const removed = before.filter(name => !after.includes(name))
  return [
    ...(added.length > 0 ? [say`labelled this ${added.join(say`, `)}`] : []),
    ...(removed.length > 0 ? [say`took off ${removed.join(say`, `)}`] : []),
  ]
}

function fieldParts(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  titleOf: (key: string) => string,
): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys
    .filter(key => before[key] !== after[key])
    .map(key =>
      key in after ? say`set ${titleOf(key)} to ${said(after[key])}` : say`cleared ${titleOf(key)}`,
    )
}

const said = (value: unknown) => (typeof value === 'boolean' ? (value ? say`yes` : say`no`) : String(value))
