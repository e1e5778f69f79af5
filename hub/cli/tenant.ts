/** Tenants: list, create, suspend, resume, limits. */
import { z } from 'zod'
import { limitNames } from '../../platform/limits.ts'
import { createTenant as createSchema } from '../tenants/tenants.api.ts'
import {
  changeTenant,
  createTenant,
  findTenants as listTenants,
  resumeTenant,
  suspendTenant,
} from '../tenants/tenants.ts'
import { type Command, optional, required, type Values } from './command.ts'
import { UsageError } from './errors.ts'
import { findTenant } from './find-tenant.ts'

type Listed = Awaited<ReturnType<typeof listTenants>>['items'][number]

const lineOf = ({ slug, name, suspendedReason, limits, used }: Listed) => {
  const counts = limitNames.map(
    word => `${word} ${used[word]}${limits[word] === undefined ? '' : ` of ${limits[word]}`}`,
  )
  return `${slug}  ${name}  (${counts.join(', ')})${suspendedReason === null ? '' : `  SUSPENDED: ${suspendedReason}`}`
}

const tenantOption = { tenant: { type: 'string' } } as const
const tenantHelp = '--tenant NAME      its short name, name or id'
const limitHelp = `--limit WORD=N     how many it may have, again for each of: ${limitNames.join(', ')}; WORD= takes it away`

/** "members=10 keys=" -> changes; refuses words and numbers that are none. */
function limitsOf(values: Values): Map<string, number | null> {
  const typed = Array.isArray(values.limit) ? values.limit : []
  return new Map(
    typed.map(each => {
      const [, word = '', number = ''] = /^(\w+)=(\d{0,7})$/.exec(String(each)) ?? []
      if (!limitNames.some(name => name === word)) {
        throw new UsageError(`--limit ${each} is none; write it like ${limitNames[0]}=10`)
      }
      return [word, number === '' ? null : Number(number)]
    }),
  )
}

const set = (limits: Map<string, number | null>) =>
  Object.fromEntries([...limits].filter(([, number]) => number !== null)) as Listed['limits']

const create: Command = {
  name: 'tenant create',
  summary: 'Add a tenant; give it its first owner with create-admin --owner',
  help: [
    '--name NAME        what the provider is called',
    '--time-zone ZONE   e.g. Africa/Johannesburg (UTC)',
    '--currency CODE    e.g. ZAR (USD)',
    '--locale LOCALE    e.g. en-ZA (en)',
    limitHelp,
  ],
  options: {
    name: { type: 'string' },
    'time-zone': { type: 'string' },
    currency: { type: 'string' },
    locale: { type: 'string' },
    limit: { type: 'string', multiple: true },
  },
  async run({ values, open, tell }) {
    const input = createSchema.omit({ ownerName: true, ownerEmail: true }).safeParse({
      name: required(values, 'name'),
      timeZone: optional(values, 'time-zone'),
      currency: optional(values, 'currency'),
      locale: optional(values, 'locale'),
      limits: set(limitsOf(values)),
    })
    if (!input.success) throw new UsageError(z.prettifyError(input.error))
    const { db } = await open()
    const tenant = await createTenant(db, input.data)
    tell(`${tenant.name} is there: ${tenant.slug} (${tenant.id})`)
    return { ok: true, data: tenant }
  },
}

const list: Command = {
  name: 'tenant list',
  summary: 'All tenants, what they use and may use',
  help: [],
  options: {},
  async run({ open, tell }) {
    const { items } = await listTenants((await open()).db)
    for (const tenant of items) tell(lineOf(tenant))
    if (items.length === 0) tell('There is no tenant yet: tenant create --name "…"')
    return { ok: true, data: { items } }
  },
}

const suspend: Command = {
  name: 'tenant suspend',
  summary: 'Refuse its people and keys; what customers write is still received',
  help: [tenantHelp, '--reason WORDS     what its people are told'],
  options: { ...tenantOption, reason: { type: 'string' } },
  async run({ values, open, tell }) {
    const [typed, reason] = [required(values, 'tenant'), required(values, 'reason')]
    const { db } = await open()
    const tenant = await suspendTenant(db, (await findTenant(db, typed)).id, reason, new Date())
    tell(lineOf(tenant))
    return { ok: true, data: tenant }
  },
}

const resume: Command = {
  name: 'tenant resume',
  summary: 'Let its people in again',
  help: [tenantHelp],
  options: tenantOption,
  async run({ values, open, tell }) {
    const typed = required(values, 'tenant')
    const { db } = await open()
    const tenant = await resumeTenant(db, (await findTenant(db, typed)).id)
    tell(lineOf(tenant))
    return { ok: true, data: tenant }
  },
}

const limits: Command = {
  name: 'tenant limits',
  summary: 'Show or set how much it may have',
  help: [tenantHelp, limitHelp],
  options: { ...tenantOption, limit: { type: 'string', multiple: true } },
  async run({ values, open, tell }) {
    const typed = required(values, 'tenant')
    const wanted = limitsOf(values)
    const { db } = await open()
    const { id } = await findTenant(db, typed)
    const { items } = await listTenants(db)
    let tenant = items.find(each => each.id === id) as Listed
    if (wanted.size > 0) {
      const kept = Object.entries(tenant.limits).filter(([word]) => !wanted.has(word))
      tenant = await changeTenant(db, id, { limits: { ...Object.fromEntries(kept), ...set(wanted) } })
    }
    tell(lineOf(tenant))
    return { ok: true, data: tenant }
  },
}

export const tenantCommands = [list, create, suspend, resume, limits]
