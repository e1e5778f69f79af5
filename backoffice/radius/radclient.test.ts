/** The server as FreeRADIUS's own client sees it. */
import { execFile, execFileSync } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { secret, startTrial, type Trial } from './trial-server.ts'

const installed = (() => {
  try {
    execFileSync('radclient', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Sends one packet of these attribute lines; what the client printed, replies and complaints alike. */
function radclient(port: number, command: string, lines: string[]): Promise<{ said: string; ok: boolean }> {
  const host = `127.0.0.1:${port}`
  return new Promise(resolve => {
    const child = execFile(
      'radclient',
      ['-x', '-r', '1', '-t', '3', host, command, secret],
      { timeout: 20_000 },
      (error, stdout, stderr) => resolve({ said: stdout + stderr, ok: error === null }),
    )
    child.stdin?.end(`${lines.join('\n')}\n`)
  })
}

describe.skipIf(!installed)(
  'radclient (skipped where FreeRADIUS’s radclient is not installed)',
  { timeout: 30_000 },
  () => {
    let trial: Trial
    afterEach(() => trial.server.stop())
    const name = 'User-Name = "thandi"'
    const signed = 'Message-Authenticator = 0x00'

    it('signs in with PAP and with CHAP', async () => {
      trial = await startTrial()
      for (const password of ['User-Password', 'CHAP-Password']) {
        const right = await radclient(trial.auth.port, 'auth', [
          name,
          `${password} = "correct horse"`,
          signed,
        ])
        expect(right.said).toContain('Received Access-Accept')
        const wrong = await radclient(trial.auth.port, 'auth', [
          name,
          `${password} = "correct house"`,
          signed,
        ])
        expect(wrong.said).toContain('Received Access-Reject')
        expect(wrong.said).toContain('Reply-Message = "Wrong."')
      }
    })

    it('delivers accounting, with and without a Message-Authenticator', async () => {
      trial = await startTrial()
      const session = [name, 'Acct-Session-Id = "8100000a"', 'NAS-Port-Id = "ether3"']
      const start = await radclient(trial.acct.port, 'acct', ['Acct-Status-Type = Start', ...session, signed])
      const stop = await radclient(trial.acct.port, 'acct', [
        'Acct-Status-Type = Stop',
        ...session,
        'Acct-Session-Time = 61',
        'Acct-Input-Octets = 7',
        'Acct-Input-Gigawords = 1',
        'Acct-Terminate-Cause = Lost-Carrier',
      ])
      expect(start.said).toContain('Received Accounting-Response')
      expect(stop.said).toContain('Received Accounting-Response')
      expect(trial.kept).toMatchObject([
        { kind: 'start', username: 'thandi', acctSessionId: '8100000a', nasPort: 'ether3' },
        {
          kind: 'stop',
          sessionTimeS: 61,
          inputOctets: 2 ** 32 + 7,
          outputOctets: null,
          stopCause: 'Lost-Carrier',
        },
      ])
    })

    it('learns that the server lives, on both ports', async () => {
      trial = await startTrial()
      for (const { port } of [trial.auth, trial.acct]) {
        const status = await radclient(port, 'status', [signed])
        expect(status.ok).toBe(true)
        expect(status.said).toMatch(/Received (Access-Accept|Accounting-Response)/)
      }
    })
  },
)
