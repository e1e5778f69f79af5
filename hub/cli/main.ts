/** `npm run trunkline -- …` */
import { text } from 'node:stream/consumers'
import { runCommand } from './run.ts'

// A reader that has gone (… | head) is no error.
process.stdout.on('error', () => {})

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  out: written =>
    new Promise(resolve => {
      process.stdout.write(written, () => resolve())
    }),
  error: written => void process.stderr.write(written),
  input: async () => (await text(process.stdin)).replace(/\r?\n$/, ''),
})
