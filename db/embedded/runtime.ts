/**
 * As whom PostgreSQL runs. It refuses to run as root, so root steps into a user namespace in which it is called
 * nobody, or, where the kernel or the container forbids namespaces, becomes nobody altogether.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export type Mode = 'direct' | 'userns' | 'copy'

export type Command = { file: string; args: string[]; identity: { uid?: number; gid?: number } }

export type Runtime = {
  mode: Mode
  /** Who must own the data folder on disk; undefined where the platform has no such idea. */
  owner: { uid: number; gid: number } | undefined
  /** Wraps a program so that it runs as that user and gets `signal` when the thread that started it ends. */
  wrap(file: string, args: string[], signal: 'INT' | 'KILL'): Command
}

const nobody = 65534
const intoNamespace = ['unshare', '-U', `--map-user=${nobody}`, `--map-group=${nobody}`]
const execute = promisify(execFile)

/** The environment of every child: English messages, no PG* variable that could redirect the server. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/** Runs a wrapped program to its end. The working folder is "/", because ours may be closed to the other user. */
export async function run(command: Command, timeoutMs = 10_000): Promise<string> {
  const options = {
    ...command.identity,
    cwd: '/',
    env: childEnvironment(),
    timeout: timeoutMs,
    windowsHide: true,
  }
  const { stdout } = await execute(command.file, command.args, options)
  return stdout
}

/** Finds the way to run PostgreSQL here; a mode other than `auto` is taken as it is. */
export async function chooseRuntime(wanted: 'auto' | Mode): Promise<Runtime> {
  // util-linux has it; BusyBox and other systems do not. Without it a kill -9 of Node leaves the server running, and
  // the next start adopts it.
  const canDieWithParent = await works('setpriv', ['--pdeathsig', 'INT', 'true'])
  const mode = wanted === 'auto' ? await findMode() : wanted
  return {
    mode,
    owner: ownerOf(mode),
    // Each of these execs the next in the same process (so no `unshare --fork`): the server stays Node's own child,
    // its pid is the one we spawned, and the signal counts Node's death. setpriv comes last because entering a
    // namespace or changing the user would clear it.
    wrap(file, args, signal) {
      const namespace = mode === 'userns' ? intoNamespace : []
      const deathSignal = canDieWithParent ? ['setpriv', '--pdeathsig', signal] : []
      const [first = file, ...rest] = [...namespace, ...deathSignal, file, ...args]
      return { file: first, args: rest, identity: mode === 'copy' ? { uid: nobody, gid: nobody } : {} }
    },
  }
}

/** Whether that user may pass through a folder. Asked by trying: modes, ACLs and mounts all have a say. */
export async function reaches(runtime: Runtime, folder: string): Promise<boolean> {
  if (runtime.mode === 'direct') return true
  const command = runtime.wrap('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], 'KILL')
  return run(command).then(
    () => true,
    () => false,
  )
}

async function findMode(): Promise<Mode> {
  if (process.geteuid?.() !== 0) return 'direct'
  // Namespaces can be compiled out, switched off by sysctl or closed by seccomp: only a try tells.
  const [file = '', ...args] = [...intoNamespace, '/bin/sh', '-c', `test "$(id -u)" = ${nobody}`]
  return (await works(file, args)) ? 'userns' : 'copy'
}

function ownerOf(mode: Mode): Runtime['owner'] {
  if (mode === 'copy') return { uid: nobody, gid: nobody }
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()]
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}

async function works(file: string, args: string[]): Promise<boolean> {
  return run({ file, args, identity: {} }, 5_000).then(
    () => true,
    () => false,
  )
}
