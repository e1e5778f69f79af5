/** Settings from the environment, checked at start. `.env.example` lists them; a test holds the two together. */
import { z } from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback)
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform(value => value === 'true')

export const allRoles = ['web', 'worker', 'radius', 'links'] as const
export type Role = (typeof allRoles)[number]

const hexKey = /^[0-9a-f]{64}$/i

const rolesSchema = z
  .string()
  .default(allRoles.join(','))
  .transform(text => text.split(',').map(part => part.trim()))
  .pipe(z.array(z.enum(allRoles)).min(1))

export const configSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses the demo and insecure settings'),
  HOST: z.string().default('127.0.0.1').describe('Address the web server listens on'),
  PORT: port(3000).describe('Port of the web server'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('How providers and browsers reach this server'),
  FILES_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .transform(url => url?.replace(/\/+$/, ''))
    .describe('Another host name of this server for the files of messages, apart from its cookies'),
  DATA_DIR: z
    .string()
    .default('./data')
    .describe('Folder of the built-in PostgreSQL, files and the secret key'),
  UPLOAD_MAX_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(25)
    .describe('Largest file a member can put into an answer, in megabytes'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('An outside PostgreSQL 16 or newer; empty starts the built-in one'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis for jobs and sockets over several machines; empty uses PostgreSQL'),
  ROLES: rolesSchema.describe('Which parts run in this process'),
  RADIUS_HOST: z.string().default('127.0.0.1').describe('Address the RADIUS server listens on'),
  RADIUS_AUTH_PORT: port(1812).describe('RADIUS authentication port'),
  RADIUS_ACCT_PORT: port(1813).describe('RADIUS accounting port'),
  SECRET_KEY: z
    .string()
    .regex(hexKey, 'must be 64 hexadecimal digits: openssl rand -hex 32')
    .optional()
    .describe('Seals credentials and signs sessions; 64 hexadecimal digits'),
  SECRET_KEY_FILE: z
    .string()
    .optional()
    .describe('File that holds SECRET_KEY instead, readable by its owner only'),
  SECRET_KEY_OLD: z
    .string()
    .default('')
    .transform(text =>
      text
        .split(',')
        .map(part => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().regex(hexKey, 'must be former keys of 64 hexadecimal digits')))
    .describe('Former SECRET_KEYs, separated by commas, until everything is wrapped anew'),
  VAULT_ADDR: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('A HashiCorp Vault or OpenBao for the keys'),
  VAULT_TOKEN: z.string().regex(/^\S+$/, 'must be one word').optional().describe('Token for VAULT_ADDR'),
  VAULT_TOKEN_FILE: z
    .string()
    .optional()
    .describe('File that holds the token instead; read each time, so that an agent can renew it'),
  VAULT_TRANSIT_KEY: z
    .string()
    .regex(/^[\w.-]+$/, 'must be the name of a key of the transit engine')
    .optional()
    .describe('Key of the transit engine that wraps the tenants’ keys instead of SECRET_KEY'),
  VAULT_SECRET: z
    .string()
    .regex(/^[\w-]+(\/[\w-]+)*\/data(\/[\w.-]+)+$/, 'must be a path such as secret/data/trunkline')
    .optional()
    .describe(
      'Path of a KV version 2 secret whose field secret_key is SECRET_KEY, e.g. secret/data/trunkline',
    ),
  EGRESS_ALLOW: z
    .string()
    .default('')
    .transform(text =>
      text
        .split(',')
        .map(part => part.trim())
        .filter(Boolean),
    )
    .describe('Private hosts that may be reached, as host, host:port or CIDR, separated by commas'),
  WEB_PUSH: z
    .enum(['on', 'off'])
    .default('on')
    .describe('off sends nothing to the push services of browser makers, and offers it to nobody'),
  TRUST_PROXY: z
    .string()
    .default('')
    .describe('Addresses of reverse proxies whose X-Forwarded-* headers count, separated by commas'),
  ALLOW_HTTP: flag.describe(
    'true accepts a PUBLIC_URL without TLS in production (a proxy on the same machine)',
  ),
  ADMIN_EMAIL: z
    .email()
    .default('admin@trunkline.example')
    .describe('Who signs in first when started without the demo'),
  GOOGLE_CLIENT_ID: z.string().optional().describe('Signing in with Google: the client id'),
  GOOGLE_CLIENT_SECRET: z.string().optional().describe('Signing in with Google: the client secret'),
  GITHUB_CLIENT_ID: z.string().optional().describe('Signing in with GitHub: the client id'),
  GITHUB_CLIENT_SECRET: z.string().optional().describe('Signing in with GitHub: the client secret'),
  GITHUB_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://github.com')
    .describe('Another address for a GitHub Enterprise server'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Signing in with an OpenID provider of your own: its issuer address'),
  OIDC_CLIENT_ID: z.string().optional().describe('The client id at that provider'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('The client secret at that provider'),
  OIDC_NAME: z.string().default('Company account').describe('What the button of that provider says'),
  METRICS_TOKEN: z
    .string()
    .min(20)
    .optional()
    .describe('Prometheus sends this as its bearer token; without it /metrics is closed in production'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged'),
})

export type Config = z.infer<typeof configSchema> & { publicUrl: string; production: boolean }

/** What is wrong with the settings, in words for whoever started the program. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads and checks the environment; empty values count as absent. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = configSchema.safeParse(present)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`)
  }
  const config = parsed.data
  const production = config.NODE_ENV === 'production'
  if (production) refuseInsecure(config)
  const publicUrl = (config.PUBLIC_URL ?? `http://localhost:${config.PORT}`).replace(/\/+$/, '')
  return { ...config, publicUrl, production }
}

function refuseInsecure(config: z.infer<typeof configSchema>): void {
  const wrong: string[] = []
  if (!config.SECRET_KEY && !config.SECRET_KEY_FILE && !config.VAULT_SECRET) {
    wrong.push('SECRET_KEY is not set: openssl rand -hex 32 (or SECRET_KEY_FILE, or VAULT_SECRET)')
  }
  if (!config.PUBLIC_URL) wrong.push('PUBLIC_URL is not set: providers and browsers need an address')
  else if (!config.PUBLIC_URL.startsWith('https://') && !config.ALLOW_HTTP) {
    wrong.push('PUBLIC_URL is not https: sessions would travel in the clear (ALLOW_HTTP=true accepts it)')
  }
  if (wrong.length > 0) {
    throw new ConfigError(
      `Production does not start like this:\n${wrong.map(line => `  ${line}`).join('\n')}`,
    )
  }
}
