/** What a person sees while the program starts. */
import type { Config } from '../../platform/config.ts'
import type { Running } from '../main.ts'

type SignIn = { name: string; email: string; password: string; role: string }

export function progress(config: Config) {
  const startedAt = performance.now()
  const seconds = (from: number) => `${((performance.now() - from) / 1000).toFixed(1)} s`
  return {
    async step<T>(name: string, work: () => Promise<T>): Promise<T> {
      const from = performance.now()
      const result = await work()
      console.log(`  ${name.padEnd(12)} ready in ${seconds(from)}`)
      return result
    },
    done(running: Running, people: SignIn[]): void {
      const lines = [`\n  Trunkline is up after ${seconds(startedAt)}.`]
      if (running.port !== null)
        lines.push(
          `\n  Open     ${config.PUBLIC_URL ? config.publicUrl : `http://localhost:${running.port}`}`,
        )
      for (const person of people)
        lines.push(`  Sign in  ${person.email}  ${person.password}  (${person.role})`)
      if (running.app.demo) lines.push('  Write as a customer on the Simulator page: /simulator')
      if (running.radius)
        lines.push(
          `  RADIUS   ${config.RADIUS_HOST} ports ${running.radius.authPort} and ${running.radius.acctPort}`,
        )
      lines.push('  Stop     Ctrl-C\n')
      console.log(lines.join('\n'))
    },
  }
}
