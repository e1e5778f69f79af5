/** A customer with a line, a router that speaks to our RADIUS server, and somebody who looks after the network. */
import { createRadiusClient, type RadiusClient } from '../backoffice/radius/index.ts'
import { addCustomerWithLine } from './customer-with-line.ts'
import { type Member, startTrunkline, type Trunkline } from './trunkline.ts'

export type NetworkScene = {
  trunkline: Trunkline
  engineer: Member
  agent: Member
  account(request: Parameters<RadiusClient['accounting']>[1]): Promise<unknown>
  access(userName: string, password: string): Promise<unknown>
  get<T>(path: string, as?: Member): Promise<{ status: number; body: T }>
  close(): Promise<void>
}

const secret = 'router secret'

/** The RADIUS server is another process than the pages. */
export async function openNetwork(
  options: Pick<NonNullable<Parameters<typeof startTrunkline>[0]>, 'pages'> = {},
): Promise<NetworkScene> {
  const trunkline = await startTrunkline({ ...options, roles: ['web'] })
  const radius = await startTrunkline({ roles: ['radius'], beside: trunkline })
  await addCustomerWithLine(trunkline, secret)
  const engineer = await trunkline.member({ role: 'network' })
  const router = createRadiusClient({ timeoutMs: 5_000, retransmits: 1 })
  const at = (port: number | undefined) => ({ host: '127.0.0.1', port: port ?? 0, secret })
  return {
    trunkline,
    engineer,
    agent: await trunkline.member(),
    account: request => router.accounting(at(radius.radius?.acctPort), request),
    access: (userName, password) =>
      router.access(at(radius.radius?.authPort), {
        userName,
        password,
        callingStationId: '02:AB:CD:EF:01:23',
      }),
    get: (path, as = engineer) => trunkline.call(as, 'GET', `/api/network${path}`),
    async close() {
      router.close()
      await radius.close()
      await trunkline.close()
    },
  }
}
