/** What a command of the command line is. */
import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../../platform/config.ts'
import { UsageError } from './errors.ts'
import type { Installation } from './installation.ts'

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

/** What a command is given. */
export type At = {
  config: Config
  values: Values
  /** Opens the database when the command needs it; closed after the command. */
  open(): Promise<Installation>
  /** Whatever is piped into the command, without the line break at its end. */
  input(): Promise<string>
  /** A line for people; silent with --json. */
  tell(line: string): void
  /** Raw output, for files that are piped on. */
  write(text: string): Promise<void>
}

export type Outcome = {
  /** False: the command did its work and found something wrong (exit code 1). */
  ok: boolean
  /** What --json prints. */
  data: unknown
}

export type Command = {
  /** "audit verify" */
  name: string
  summary: string
  /** Its own options, one line each, as the help shows them. */
  help: string[]
  options: NonNullable<ParseArgsConfig['options']>
  run(at: At): Promise<Outcome>
}

/** An option that must be there. */
export function required(values: Values, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  throw new UsageError(`--${name} is missing`)
}

export function optional(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
