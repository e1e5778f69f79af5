/** What should be known of a customer before anything else. Pure. */
import type { CustomerCard } from '../api/types.ts'
import { money } from '../words/amounts.ts'
import { count, say } from '../words/say.ts'

export type Alert = { mood: 'bad' | 'warn'; words: string }

export function alertsOf(customer: Pick<CustomerCard, 'services' | 'openInvoices'>, locale: string): Alert[] {
  const alerts: Alert[] = []
  const overdue = customer.openInvoices.filter(invoice => invoice.overdue)
  const first = overdue[0]
  if (first) {
    const minor = overdue.reduce((sum, invoice) => sum + invoice.open.minor, 0)
    const owed = money({ minor, currency: first.open.currency }, locale)
    alerts.push({ mood: 'bad', words: say`${owed} overdue on ${count(overdue.length, 'invoice')}` })
  }
  for (const service of customer.services.filter(each => each.status === 'suspended')) {
    const reason = service.suspendedReason ? `: ${service.suspendedReason}` : ''
    alerts.push({ mood: 'warn', words: say`${service.plan} is suspended${reason}` })
  }
  const lines = customer.services
    .filter(service => service.status === 'active')
    .flatMap(service => service.lines)
  const down = lines.filter(line => !line.online)
  if (down.length > 0) {
    const words =
      lines.length === 1 ? say`The line is offline` : say`${down.length} of ${lines.length} lines offline`
    alerts.push({ mood: 'bad', words })
  }
  return alerts
}
