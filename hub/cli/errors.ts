/** How a command fails in words; anything else thrown is a bug. */

/** What was typed cannot be meant: told with the command's help, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** What can be read from the outside, said in words: exit code 1. */
export class CommandFailure extends Error {
  override name = 'CommandFailure'
}
