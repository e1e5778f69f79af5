/** Files of an answer, as adapters are handed them, and what a channel says of those it takes. */

export type FileAbilities = {
  /** How many go in one message. */
  most: number
  /** All files of one message together. */
  maxBytes: number
  /** The content types it takes, each with what holds for it alone; null: any. */
  types: FileType[] | null
  /** How many characters of text go along with files; 0: they go alone. */
  withText: number
  /** The provider fetches the bytes from `address`: works only where this server is reached from outside. */
  byAddress: boolean
}

export type FileType = {
  type: string
  maxBytes: number
  /** Whether text may go along. */
  withText: boolean
}

export type OutgoingFile = {
  name: string
  /** By its content, not by what its name says. */
  contentType: string
  sizeBytes: number
  bytes(): Promise<Buffer>
  /** Where the provider can fetch it for an hour; null where this server is not reached from outside. */
  address: string | null
}
