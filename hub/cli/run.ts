/** Words typed after `npm run trunkline --` -> a command, its outcome and an exit code. */
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { actAs, systemActor } from '../../platform/audit/index.ts'
import { ConfigError, readConfig } from '../../platform/config.ts'
import { Refusal } from '../../platform/refusal.ts'
import { SecretsFailure } from '../../platform/secrets/failure.ts'
import { auditCommands } from './audit.ts'
import type { Command, Values } from './command.ts'
import { createAdminCommand } from './create-admin.ts'
import { inWords } from './database-words.ts'
import { doctorCommand } from './doctor.ts'
import { CommandFailure, UsageError } from './errors.ts'
import { type Installation, openInstallation } from './installation.ts'
import { keysCommand } from './keys.ts'
import { migrateCommand } from './migrate.ts'
import { tenantCommands } from './tenant.ts'
import { tokenCommand } from './token.ts'

const commands: Command[] = [
  doctorCommand,
  migrateCommand,
  createAdminCommand,
  tokenCommand,
  ...tenantCommands,
  ...auditCommands,
  keysCommand,
]

export type Terminal = {
  env: Record<string, string | undefined>
  out(text: string): Promise<void>
  error(text: string): void
  input(): Promise<string>
}

/** 0: done. 1: something is wrong, or could not be done. 2: the words typed are no command. */
export async function runCommand(words: string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const command = commandOf(words)
  if (!command) return unknownCommand(words, terminal)
  try {
    const values = valuesOf(command, words)
    if (values.help === true) {
      await terminal.out(`${helpOf(command)}\n`)
      return 0
    }
    return (await perform(command, values, terminal)) ? 0 : 1
  } catch (thrown) {
    const error = inWords(thrown)
    if (error instanceof UsageError) {
      terminal.error(`${error.message}\n\n${helpOf(command)}\n`)
      return 2
    }
    terminal.error(`${textOf(error)}\n`)
    return 1
  }
}

async function perform(command: Command, values: Values, terminal: Terminal): Promise<boolean> {
  const config = readConfig(terminal.env)
  let installation: Installation | undefined
  const lines: string[] = []
  const json = values.json === true
  try {
    const { ok, data } = await actAs(systemActor(`command line (${osUser()})`), () =>
      command.run({
        config,
        values,
        open: async () => {
          installation ??= await openInstallation(config, { create: command.name === 'migrate' })
          return installation
        },
        input: terminal.input,
        tell: line => void (json || lines.push(line)),
        write: terminal.out,
      }),
    )
    if (lines.length > 0) await terminal.out(`${lines.join('\n')}\n`)
    if (json && data !== null) await terminal.out(`${JSON.stringify(data, null, 2)}\n`)
    return ok
  } catch (error) {
    if (lines.length > 0) await terminal.out(`${lines.join('\n')}\n`)
    throw error
  } finally {
    await installation?.close()
  }
}

/** The longest name the words begin with: "audit verify" before "audit". */
const commandOf = (words: string[]): Command | undefined =>
  commands
    .filter(({ name }) => name.split(' ').every((part, at) => words[at] === part))
    .sort((a, b) => b.name.length - a.name.length)[0]

const common = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

function valuesOf(command: Command, words: string[]): Values {
  try {
    return parseArgs({
      args: words.slice(command.name.split(' ').length),
      options: { ...command.options, ...common },
      strict: true,
      allowPositionals: false,
    }).values as Values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const helpOf = (command: Command) =>
  [
    `npm run trunkline -- ${command.name}`,
    `  ${command.summary}.`,
    ...command.help.map(line => `  ${line}`),
    '  --json             the outcome as JSON',
  ].join('\n')

async function unknownCommand(words: string[], terminal: Terminal): Promise<0 | 2> {
  const near = commands.filter(({ name }) => name.split(' ')[0] === words[0])
  const shown = near.length > 0 ? near : commands
  const list = shown.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`).join('\n')
  const help = `npm run trunkline -- COMMAND, where --help after a command tells of its options:\n\n${list}\n`
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
    await terminal.out(help)
    return 0
  }
  terminal.error(`There is no command "${words.slice(0, 2).join(' ')}".\n\n${help}`)
  return 2
}

/** What somebody can do something about is told in words; anything else is a bug, with its stack. */
function textOf(error: unknown): string {
  const told = [CommandFailure, ConfigError, Refusal, SecretsFailure]
  if (told.some(kind => error instanceof kind)) return (error as Error).message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function osUser(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
