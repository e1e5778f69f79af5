import type { Mode } from './runtime.ts'

export type EmbeddedOptions = {
  /** The cluster lives in `<dataDir>/postgres`; its log, password and last port lie beside it. */
  dataDir: string
  /** Preferred port; a busy one is replaced by a free one. Without it, the port used last time. */
  port?: number
  /** How to become a user PostgreSQL accepts; `auto` finds out. */
  mode?: 'auto' | Mode
  /** Further postgresql.conf settings. Those that decide reachability and durability are refused. */
  settings?: Record<string, string>
  log?: (line: string) => void
  /** Binaries to run instead of the bundled package: a folder with `bin`, `lib` and `share`. */
  nativeDir?: string
  /** Where data and binaries go when the unprivileged user cannot reach `dataDir`. */
  outsideDir?: string
}

export type Embedded = {
  /** postgres://postgres:<password>@127.0.0.1:<port>/postgres; stays true across restarts. */
  url: string
  port: number
  /** Whether the server now running was started by somebody else. */
  readonly adopted: boolean
  /** Fast shutdown, safe to call twice; an adopted server is left running. */
  stop(): Promise<void>
}
