/**
 * Adds the entries of other platforms' optional packages to package-lock.json when the registry at hand lacks them: npm
 * leaves them out when it installs, and npm ci then refuses the lock file. Run after npm install:
 *   node .ci/complete-lock.mjs package-lock.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

const path = process.argv[2]
const lock = JSON.parse(readFileSync(path, 'utf8'))
const { packages } = lock
const find = (from, name) => {
  for (let at = from; ; ) {
    const key = `${at ? `${at}/` : ''}node_modules/${name}`
    if (packages[key]) return key
    if (!at) return undefined
    const cut = at.lastIndexOf('node_modules/')
    at = cut <= 0 ? '' : at.slice(0, cut - 1)
  }
}
const oses = {
  win32: 'win32',
  windows: 'win32',
  darwin: 'darwin',
  linux: 'linux',
  linuxmusl: 'linux',
  android: 'android',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  sunos: 'sunos',
  aix: 'aix',
  openharmony: 'openharmony',
}
const cpus = {
  x64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: 'ia32',
  riscv64: 'riscv64',
  ppc64: 'ppc64',
  s390x: 's390x',
  loong64: 'loong64',
  mips64el: 'mips64el',
  wasm32: 'wasm32',
}
let added = 0
for (const [at, entry] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (find(at, name)) continue
    const exact = /\d+\.\d+\.\d+[\w.-]*/.exec(version)?.[0]
    const words = name.split(/[/.-]/)
    const os = words.map(w => oses[w]).find(Boolean)
    const cpu = words.map(w => cpus[w]).find(Boolean)
    const libc = /musl/.test(name) ? ['musl'] : os === 'linux' && /gnu/.test(name) ? ['glibc'] : undefined
    if (!os && !cpu) {
      console.log('left out', name, version)
      continue
    }
    packages[`node_modules/${name}`] = {
      version: exact,
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os: [os] } : cpu === 'wasm32' ? {} : {}),
    }
    console.log(name, JSON.stringify(packages[`node_modules/${name}`]))
    added++
  }
}
const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
lock.packages = sorted
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added, 'added')
