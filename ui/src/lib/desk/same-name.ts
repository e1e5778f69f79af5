/** Whether two names are one to the server, which looks neither at case nor at spaces around them. Pure. */
export const isSameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()
