/**
 * What an agent gets who may see no inbox: `missing` as for an id that never was, `nothing` (an answer without any id and
 * with zeros), `same` as everybody with the word, `forbidden` where agents lack the word.
 */
export type WithoutInbox = 'missing' | 'nothing' | 'same' | 'forbidden'
