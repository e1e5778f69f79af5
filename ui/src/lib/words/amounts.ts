/** Money, sizes and speeds as people read them. */
import type { Money } from '../api/types.ts'
import { decimal, tenths } from './say.ts'

/** 129900 ZAR -> "R 1 299,00" in the tenant's locale. Minor units follow the currency (JPY has none). */
export function money({ minor, currency }: Money, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits)
}

/** 1536 -> "1.5 kB"; decimal units, as storage and traffic are sold. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = count
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 10 && unit > 0 ? tenths(value) : Math.round(value)} ${units[unit]}`
}

/** 100000, 20000 -> "100/20 Mbit/s". */
export function speed(downKbps: number, upKbps: number): string {
  const inMbit = (kbps: number) => decimal(Math.round(kbps / 100) / 10)
  return `${inMbit(downKbps)}/${inMbit(upKbps)} Mbit/s`
}

/** "Thandi Mokoena" -> "TM". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = [...(words[0] ?? '')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}
