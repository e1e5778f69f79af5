/** Who I am, and who works here. */
import { z } from 'zod'
import { type Endpoint, endpoint, publicEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'

const Me = z
  .object({
    member: z.object({ id: z.uuid(), name: z.string(), email: z.string(), role: z.string() }),
    tenant: z.object({
      id: z.uuid(),
      name: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      locale: z.string(),
    }),
    permissions: z.array(z.string()),
    demo: z.boolean().describe('The customer simulator is there'),
  })
  .meta({ id: 'Me' })

const Members = z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.string() })) })

type Tenant = { name: string; currency: string; time_zone: string; locale: string }
type Member = { id: string; name: string; role: string }

const SignInHelp = z
  .object({
    demo: z
      .object({
        people: z.array(
          z.object({ name: z.string(), email: z.string(), password: z.string(), role: z.string() }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'SignInHelp' })

export const peopleRoutes = (app: App): Endpoint[] => [
  publicEndpoint(
    'get',
    '/api/sign-in',
    { summary: 'What the sign-in page shows', answer: SignInHelp },
    async () => ({
      demo: app.demo ? { people: app.demo.people } : null,
    }),
  ),
  endpoint(
    'get',
    '/api/me',
    'signed-in',
    { summary: 'The signed-in member', answer: Me },
    async (tx, { who }) => {
      const { rows } = await tx.query<Tenant>('SELECT name, currency, time_zone, locale FROM tenants')
      const tenant = rows[0] as Tenant
      return {
        member: { id: who.memberId, name: who.name, email: who.email, role: who.role },
        tenant: {
          id: who.tenantId,
          name: tenant.name,
          currency: tenant.currency,
          timeZone: tenant.time_zone,
          locale: tenant.locale,
        },
        permissions: [...who.permissions],
        demo: app.demo !== null,
      }
    },
  ),
  endpoint('get', '/api/members', 'members.read', { summary: 'Colleagues', answer: Members }, async tx => {
    const { rows } = await tx.query<Member>(
      'SELECT id, name, role FROM members WHERE disabled_at IS NULL ORDER BY name',
    )
    return { items: rows }
  }),
]
