/** A line going up or down, applied to the panel beside the thread. Pure. */
import type { Line, LineEvent, Panel } from '../api/types.ts'

const isOlder = (line: Line, than: Line) =>
  line.updatedAt !== null &&
  than.updatedAt !== null &&
  Date.parse(line.updatedAt) < Date.parse(than.updatedAt)

/** The panel with that line as the event says; the same panel when the line is not on it or the event is older. */
export function withLine(panel: Panel, event: LineEvent): Panel {
  let changed = false
  const customers = panel.customers.map(customer => {
    if (customer.id !== event.customerId) return customer
    const services = customer.services.map(service => ({
      ...service,
      lines: service.lines.map(line => {
        if (line.loginId !== event.line.loginId || isOlder(event.line, line)) return line
        changed = true
        return event.line
      }),
    }))
    return { ...customer, services }
  })
  return changed ? { ...panel, customers } : panel
}
