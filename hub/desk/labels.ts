/** The tenant's labels. Conversations carry their names, so a new name or a removal goes through all that carry it. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { countCarriers, countOpenByLabel } from './carriers.ts'
import { changeCarriers } from './change-carriers.ts'
import type { changeLabel as changeSchema, Label, writeLabel as writeSchema } from './desk.api.ts'
import { tellChoices } from './tell-choices.ts'

type LabelShape = z.infer<typeof Label>

const columns = 'id, name, colour'
const mostLabels = 500

export async function findLabels(tx: Tx, who: Who, count?: 'open'): Promise<{ items: LabelShape[] }> {
  const { rows } = await tx.query<LabelShape>(`SELECT ${columns} FROM labels ORDER BY lower(name), id`)
  if (!count) return { items: rows }
  const many = await countOpenByLabel(tx, who)
  return { items: rows.map(row => ({ ...row, openConversations: many.get(row.name) ?? 0 })) }
}

const carriersOf = ({ name }: LabelShape) => ({ where: '$1 = ANY(c.labels)', value: name })

/** On how many conversations it stands. */
export async function countLabelled(tx: Tx, who: Who, id: string) {
  const { rows } = await tx.query<LabelShape>(`SELECT ${columns} FROM labels WHERE id = $1`, [id])
  return countCarriers(tx, who, carriersOf(found(rows[0])))
}

/** Labels by name in any case, as they are written; held against removal until the transaction ends. */
export async function holdLabels(tx: Tx, names: string[]): Promise<string[]> {
  if (names.length === 0) return []
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM labels WHERE lower(name) = ANY($1) ORDER BY id FOR SHARE',
    [names.map(name => name.toLowerCase())],
  )
  const known = new Set(rows.map(row => row.name.toLowerCase()))
  const unknown = names.find(name => !known.has(name.toLowerCase()))
  if (unknown !== undefined) throw new Refusal('invalid', `There is no label "${unknown}".`)
  return rows.map(row => row.name)
}

export async function addLabel(app: App, tx: Tx, input: z.infer<typeof writeSchema>): Promise<LabelShape> {
  await oneAtATime(tx)
  const name = cleanText(input.name)
  await refuseTakenName(tx, name, null)
  const { rows: counted } = await tx.query<{ count: number }>('SELECT count(*) FROM labels')
  if ((counted[0]?.count ?? 0) >= mostLabels) {
    throw new Refusal('conflict', `There is room for ${mostLabels} labels; remove one first.`)
  }
  const label = { id: newId(), name, colour: input.colour }
  await tx.query('INSERT INTO labels (id, name, colour) VALUES ($1, $2, $3)', [label.id, name, label.colour])
  audit(tx, { action: 'labels.create', subject: { kind: 'label', id: label.id, name }, after: label })
  await tellChoices(app, tx, 'labels')
  return label
}

/** A new name is given to the conversations first, some at a time, and to the label with the last of them. */
export async function changeLabel(
  app: App,
  who: Who,
  id: string,
  change: z.infer<typeof changeSchema>,
): Promise<LabelShape> {
  return changeCarriers(app, who, {
    hold: tx => lockLabel(tx, id),
    carriers: label => ({ ...carriersOf(label), ...(nameAfter(label, change) ? {} : { value: null }) }),
    change: (conversation, label) => {
      const name = nameAfter(label, change) ?? label.name
      conversation.labels = conversation.labels.map(each => (each === label.name ? name : each))
    },
    finish: async (tx, before) => {
      const name = nameAfter(before, change) ?? before.name
      if (name !== before.name) await refuseTakenName(tx, name, id)
      const after = { id, name, colour: change.colour ?? before.colour }
      await tx.query('UPDATE labels SET name = $2, colour = $3 WHERE id = $1', [id, name, after.colour])
      const difference = changed(before, after)
      if (!difference) {
        unchanged(tx)
        return after
      }
      audit(tx, { action: 'labels.change', subject: { kind: 'label', id, name }, ...difference })
      await tellChoices(app, tx, 'labels')
      return after
    },
  })
}

const nameAfter = (label: LabelShape, { name }: z.infer<typeof changeSchema>): string | null =>
  name !== undefined && cleanText(name) !== label.name ? cleanText(name) : null

/** Comes off every conversation, some at a time; the label goes with the last of them. */
export async function removeLabel(app: App, who: Who, id: string): Promise<void> {
  await changeCarriers(app, who, {
    hold: tx => lockLabel(tx, id),
    carriers: carriersOf,
    change: (conversation, label) => {
      conversation.labels = conversation.labels.filter(each => each !== label.name)
    },
    finish: async (tx, before) => {
      await tx.query('DELETE FROM labels WHERE id = $1', [id])
      audit(tx, { action: 'labels.remove', subject: { kind: 'label', id, name: before.name }, before })
      await tellChoices(app, tx, 'labels')
    },
  })
}

async function lockLabel(tx: Tx, id: string): Promise<LabelShape> {
  await oneAtATime(tx)
  const { rows } = await tx.query<LabelShape>(`SELECT ${columns} FROM labels WHERE id = $1 FOR UPDATE`, [id])
  return found(rows[0])
}

function found(label: LabelShape | undefined): LabelShape {
  if (!label) throw new Refusal('missing', 'There is no such label.')
  return label
}

/** Names are one whatever their case, which the unique index does not see: whoever changes labels waits their turn. */
const oneAtATime = (tx: Tx) =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('labels ' || $1, 0))`, [tx.tenantId])

async function refuseTakenName(tx: Tx, name: string, except: string | null): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM labels WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2::uuid',
    [name, except],
  )
  if ((rowCount ?? 0) > 0) throw new Refusal('conflict', `There is a label "${name}" already.`)
}
