/** Why something cannot be sealed or opened, in words for an operator. Never holds a key or a value in clear. */
export class SecretsFailure extends Error {
  override name = 'SecretsFailure'
}
