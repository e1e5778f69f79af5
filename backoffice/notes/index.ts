/** What colleagues should know of a customer, whoever answers next. */
export { type CustomerNote, notesOf } from './notes-of.ts'
export { removeNote } from './remove-note.ts'
export { writeNote } from './write-note.ts'
