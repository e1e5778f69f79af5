import { randomBytes } from 'node:crypto'

/** 96 bits, easy to copy. */
export const randomPassword = (): string => randomBytes(12).toString('base64url')
