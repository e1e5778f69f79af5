/** A customer in one line: what tells people of one family apart at a glance. Pure. */
import type { CustomerCard } from '../api/types.ts'
import { money } from '../words/amounts.ts'
import { say } from '../words/say.ts'

type LineBrief = { state: 'online' | 'offline' | 'none'; words: string }

/** Of several lines the one that is down counts: that is most often why they write. */
export function lineBrief({ services }: Pick<CustomerCard, 'services'>): LineBrief {
  const lines = services.flatMap(service => service.lines)
  if (lines.length === 0) return { state: 'none', words: say`No line` }
  const down = lines.filter(line => !line.online).length
  if (down === 0) return { state: 'online', words: say`Online` }
  const some = down < lines.length ? say`${down} of ${lines.length} lines offline` : say`Offline`
  return { state: 'offline', words: some }
}

/** "Owes R 450,00", "In credit R 20,00", "Nothing owed"; null for those who may not see it. */
export function moneyBrief({ balance }: Pick<CustomerCard, 'balance'>, locale: string): string | null {
  if (!balance) return null
  if (balance.minor === 0) return say`Nothing owed`
  const amount = money({ ...balance, minor: Math.abs(balance.minor) }, locale)
  return balance.minor > 0 ? say`Owes ${amount}` : say`In credit ${amount}`
}
