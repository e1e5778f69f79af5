/** Who may reach the server and what a commit means are not open to discussion. */
const decided: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
}

/** Sensible on a small machine; each may be overridden. */
const usual: Record<string, string> = {
  shared_buffers: '256MB',
  max_connections: '100',
  wal_compression: 'on',
  jit: 'off',
  // Statistics of a young database are wrong within seconds; plans made from them are slow for long.
  autovacuum_naptime: '10s',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Throws when a setting is not a setting's name, or is one the launcher decides. */
export function checkSettings(settings: Record<string, string>): void {
  for (const name of Object.keys(settings)) {
    if (!/^[a-z_][a-z0-9_.]*$/i.test(name))
      throw new Error(`"${name}" is not the name of a PostgreSQL setting.`)
    const lower = name.toLowerCase()
    if (lower in decided || lower === 'port' || lower === 'data_directory') {
      throw new Error(`The PostgreSQL setting "${name}" is decided by the launcher: leave it out.`)
    }
  }
}

/** The postmaster's arguments. Given on the command line, so that no edited file can move the port or turn fsync off. */
export function serverArguments(cluster: string, port: number, settings: Record<string, string>): string[] {
  const all = { ...usual, ...settings, ...decided, port: String(port) }
  return ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
