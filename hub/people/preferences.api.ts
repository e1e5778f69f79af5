/** Shapes of how one person likes the screen. What the pages know and the server keeps is named here and nowhere else. */
import { z } from 'zod'

/** "conversation.resolve"; the pages say which actions there are. */
const actionName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/)
  .max(40)
/** As printed on the keys ("j", "g i", "Mod+k"); empty: the action has none. */
const actionKeys = z.string().max(20)

const fields = {
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['comfortable', 'normal', 'compact']).describe('Rows of 56, 40 or 32 pixels'),
  language: z
    .enum(['en', 'de', 'pt', 'ar'])
    .nullable()
    .describe('Of the words on the screen; null: the first of the browser’s that is spoken'),
  singleKeys: z.boolean().describe('Keys pressed alone do something'),
  keyMap: z
    .record(actionName, actionKeys)
    .refine(map => Object.keys(map).length <= 100, 'holds more than 100 actions')
    .describe('The keys of actions that have others than they came with'),
  afterSend: z.enum(['stay', 'next', 'list']).describe('Where to go once an answer is on its way'),
  dismissed: z.array(z.string().min(1).max(60)).max(200).describe('Hints this person is done with'),
}

export const Preferences = z.object(fields).meta({ id: 'Preferences' })
export type Preferences = z.infer<typeof Preferences>

/** Those given take the place of what was kept; the others stay as they are. */
export const putPreferences = z.strictObject(fields).partial()

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  language: null,
  singleKeys: true,
  keyMap: {},
  afterSend: 'stay',
  dismissed: [],
}
