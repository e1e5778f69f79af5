/** A line going up or down, applied to what shows it. Pure. */
import type { CustomerCard, Line, LineEvent, Panel } from '../api/types.ts'

const isOlder = (line: Line, than: Line) =>
  line.updatedAt !== null &&
  than.updatedAt !== null &&
  Date.parse(line.updatedAt) < Date.parse(than.updatedAt)

/** The customer with that line as the event says; the same when the line is not theirs or the event is older. */
export function cardWithLine<Card extends Pick<CustomerCard, 'id' | 'services'>>(
  customer: Card,
  event: LineEvent,
): Card {
  if (customer.id !== event.customerId) return customer
  let changed = false
  const services = customer.services.map(service => ({
    ...service,
    lines: service.lines.map(line => {
      if (line.loginId !== event.line.loginId || isOlder(event.line, line)) return line
      changed = true
      return event.line
    }),
  }))
  return changed ? { ...customer, services } : customer
}

/** The panel with that line as the event says; the same panel when the line is not on it or the event is older. */
export function withLine(panel: Panel, event: LineEvent): Panel {
  const customers = panel.customers.map(customer => cardWithLine(customer, event))
  const changed = customers.some((customer, at) => customer !== panel.customers[at])
  return changed ? { ...panel, customers } : panel
}
