/** Notes on a customer, and every page that shows them told of it. */
import type { z } from 'zod'
import { type CustomerNote, notesOf, removeNote, writeNote } from '../../backoffice/notes/index.ts'
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import type { CustomerNote as NoteSchema, writeNote as writeSchema } from './customers.api.ts'
import { type Paging, pageOf } from './pages.ts'
import { seenCustomer } from './seen-customer.ts'
import { tellCustomer } from './tell-customer.ts'

const toNote = (note: CustomerNote): z.infer<typeof NoteSchema> => ({
  id: note.id,
  text: note.text,
  author: note.author,
  authorId: note.authorId,
  createdAt: note.createdAt.toISOString(),
})

export async function findNotes(tx: Tx, who: Who, id: string, paging: Paging) {
  await seenCustomer(tx, who, id)
  return pageOf('customer notes', paging, (before, limit) => notesOf(tx, id, before, limit), toNote)
}

/** The same id again is the same note. */
export async function addNote(
  app: App,
  tx: Tx,
  who: Who,
  { customerId, ...note }: z.infer<typeof writeSchema> & { customerId: string },
): Promise<void> {
  const customer = await seenCustomer(tx, who, customerId)
  const written = { ...note, customerId, memberId: who.memberId, at: app.clock.now() }
  if (!(await writeNote(tx, written))) return unchanged(tx)
  audit(tx, {
    action: 'customers.note',
    subject: { kind: 'customer', id: customerId, name: customer.name },
    after: { noteId: note.id },
  })
  tellCustomer(app, tx, customerId, 'notes')
}

export async function takeDownNote(
  app: App,
  tx: Tx,
  who: Who,
  { id, noteId }: { id: string; noteId: string },
): Promise<void> {
  const customer = await seenCustomer(tx, who, id)
  await removeNote(tx, { id: noteId, customerId: id, at: app.clock.now() })
  audit(tx, {
    action: 'customers.remove-note',
    subject: { kind: 'customer', id, name: customer.name },
    before: { noteId },
  })
  tellCustomer(app, tx, id, 'notes')
}
