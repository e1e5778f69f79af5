import { checkDatabase } from './check-database.ts'
import { checkMachine } from './check-machine.ts'
import { checkWork } from './check-work.ts'
import type { Checked } from './checks.ts'
import { wrong } from './checks.ts'
import type { At, Command } from './command.ts'
import { inWords } from './database-words.ts'

const marks: Record<Checked['state'], string> = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' }

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Look at everything an installation stands on, and say what is wrong',
  help: [],
  options: {},
  async run(at) {
    const checks = [...(await checkMachine(at.config)), ...(await checkInstallation(at))]
    for (const { check, state, words } of checks) at.tell(`${marks[state]}  ${check.padEnd(18)}  ${words}`)
    const failed = checks.filter(each => each.state === 'failed').length
    const warnings = checks.filter(each => each.state === 'warning').length
    at.tell(`${checks.length - failed - warnings} ok, ${warnings} warnings, ${failed} failed`)
    return { ok: failed === 0, data: { checks } }
  },
}

async function checkInstallation(at: At): Promise<Checked[]> {
  try {
    const installation = await at.open()
    const database = await checkDatabase(installation)
    const broken = database.some(each => each.state === 'failed')
    // Without a sound database the rest would say the same again in other words.
    return broken ? database : [...database, ...(await checkWork(installation))]
  } catch (error) {
    return [wrong('database', (inWords(error) as Error).message)]
  }
}
