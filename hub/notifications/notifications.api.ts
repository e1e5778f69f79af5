/** Shapes of what a member wants to be told of. */
import { z } from 'zod'
import { circles } from './worth-telling.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write it as 22:00')

const timeZone = z.string().max(64).refine(isTimeZone, 'is no time zone')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const Rule = z
  .strictObject({
    circle: z.enum(circles).describe('In whose conversations'),
    desktop: z.boolean(),
    sound: z.boolean(),
    push: z.boolean().describe('To browsers that asked for it, closed ones too'),
  })
  .meta({ id: 'NotificationRule' })

export const Rules = z
  .strictObject({
    kinds: z.strictObject({
      message: Rule,
      unassigned: Rule,
      mention: Rule,
      assigned: Rule,
      woke: Rule,
      failed: Rule,
    }),
    quiet: z
      .strictObject({ from: timeOfDay, to: timeOfDay, timeZone: timeZone.nullable() })
      .nullable()
      .describe('When nothing is told; without a time zone in the provider’s'),
  })
  .meta({ id: 'NotificationRules' })

export const Notifications = z
  .object({
    rules: Rules,
    teamIds: z.array(z.uuid()).describe('The teams one belongs to'),
    timeZone: z.string().describe('The provider’s'),
  })
  .meta({ id: 'Notifications' })
