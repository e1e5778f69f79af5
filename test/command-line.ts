/** Commands as somebody types them, in this process, and what they print. */
import { runCommand } from '../hub/cli/run.ts'
import { secretKey } from './secret-key.ts'

export type Ran = { code: number; out: string; error: string; json: Record<string, unknown> }

/** `at` says where the database is; `more.env` changes it for one command. */
export async function runOn(
  at: Record<string, string>,
  line: string | string[],
  more: { env?: Record<string, string>; input?: string } = {},
): Promise<Ran> {
  const words = typeof line === 'string' ? line.split(' ').filter(Boolean) : line
  let out = ''
  let error = ''
  const code = await runCommand(words, {
    env: {
      NODE_ENV: 'test',
      SECRET_KEY: secretKey,
      PORT: '0',
      RADIUS_AUTH_PORT: '0',
      RADIUS_ACCT_PORT: '0',
      ...at,
      ...more.env,
    },
    out: async text => {
      out += text
    },
    error: text => {
      error += text
    },
    input: async () => more.input ?? '',
  })
  return { code, out, error, json: words.includes('--json') && code < 2 && out ? JSON.parse(out) : {} }
}

/** The status a person gets who signs in with a password. */
export async function signIn(url: string, email: string, password: string): Promise<number> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  return answer.status
}
