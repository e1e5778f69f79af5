/** Fields a tenant adds to conversations. Key and kind stay as they were made, so that values keep their meaning. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { countCarriers } from './carriers.ts'
import { changeCarriers } from './change-carriers.ts'
import type {
  CustomField,
  changeCustomField as changeSchema,
  writeCustomField as writeSchema,
} from './desk.api.ts'
import { tellChoices } from './tell-choices.ts'

type Field = z.infer<typeof CustomField>

const columns = 'id, key, title, kind, choices'
const mostFields = 100

export async function findCustomFields(tx: Tx): Promise<{ items: Field[] }> {
  const { rows } = await tx.query<Field>(`SELECT ${columns} FROM custom_fields ORDER BY created_at, id`)
  return { items: rows }
}

const carriersOf = ({ key }: Field) => ({ where: 'c.fields ? $1', value: key })

/** How many conversations hold a value. */
export async function countHolding(tx: Tx, who: Who, id: string) {
  const { rows } = await tx.query<Field>(`SELECT ${columns} FROM custom_fields WHERE id = $1`, [id])
  return countCarriers(tx, who, carriersOf(found(rows[0])))
}

const cleanChoices = (choices: string[]) => [...new Set(choices.map(cleanText))]

export async function addCustomField(app: App, tx: Tx, input: z.infer<typeof writeSchema>): Promise<Field> {
  if ((input.kind === 'choice') !== (input.choices !== undefined)) {
    throw new Refusal('invalid', 'A field of kind "choice" needs choices, and no other kind takes them.')
  }
  const { rows: counted } = await tx.query<{ count: number }>('SELECT count(*) FROM custom_fields')
  if ((counted[0]?.count ?? 0) >= mostFields) {
    throw new Refusal('conflict', `There is room for ${mostFields} fields; remove one first.`)
  }
  const { key, kind } = input
  const choices = input.choices ? cleanChoices(input.choices) : null
  const field = { id: newId(), key, title: cleanText(input.title), kind, choices }
  const { rowCount } = await tx.query(
    `INSERT INTO custom_fields (id, key, title, kind, choices) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [field.id, key, field.title, kind, choices],
  )
  if (rowCount === 0) throw new Refusal('conflict', `There is a field "${key}" already.`)
  audit(tx, { action: 'custom-fields.create', subject: subjectOf(field), after: field })
  await tellChoices(app, tx, 'fields')
  return field
}

/** Values that are no choice any more stay where they are until somebody changes them. */
export async function changeCustomField(
  app: App,
  tx: Tx,
  id: string,
  change: z.infer<typeof changeSchema>,
): Promise<Field> {
  const before = await lockField(tx, id)
  if (change.choices && before.kind !== 'choice') {
    throw new Refusal('invalid', `${before.title} is no choice; it takes no list of choices.`)
  }
  const after = {
    ...before,
    title: change.title === undefined ? before.title : cleanText(change.title),
    choices: change.choices ? cleanChoices(change.choices) : before.choices,
  }
  await tx.query('UPDATE custom_fields SET title = $2, choices = $3 WHERE id = $1', [
    id,
    after.title,
    after.choices,
  ])
  const difference = changed(before, after)
  if (!difference) {
    unchanged(tx)
    return after
  }
  audit(tx, { action: 'custom-fields.change', subject: subjectOf(after), ...difference })
  await tellChoices(app, tx, 'fields')
  return after
}

/** Its values go with it, some conversations at a time. */
export async function removeCustomField(app: App, who: Who, id: string): Promise<void> {
  await changeCarriers(app, who, {
    hold: tx => lockField(tx, id),
    carriers: carriersOf,
    change: (conversation, field) => {
      const { [field.key]: _, ...kept } = conversation.fields
      conversation.fields = kept
    },
    finish: async (tx, before) => {
      await tx.query('DELETE FROM custom_fields WHERE id = $1', [id])
      audit(tx, { action: 'custom-fields.remove', subject: subjectOf(before), before })
      await tellChoices(app, tx, 'fields')
    },
  })
}

const subjectOf = ({ id, title }: Field) => ({ kind: 'custom-field', id, name: title })

async function lockField(tx: Tx, id: string): Promise<Field> {
  const { rows } = await tx.query<Field>(`SELECT ${columns} FROM custom_fields WHERE id = $1 FOR UPDATE`, [
    id,
  ])
  return found(rows[0])
}

function found(field: Field | undefined): Field {
  if (!field) throw new Refusal('missing', 'There is no such field.')
  return field
}
