/** Which of many were used last. Pure. */

export class Recent {
  readonly #most: number
  /** Latest first. */
  #ids: string[] = []

  constructor(most: number) {
    this.#most = most
  }

  /** It is used now. */
  use(id: string): void {
    this.#ids = [id, ...this.#ids.filter(other => other !== id)].slice(0, this.#most)
  }

  /** It may be used soon: it stays as long as those that were used leave room for it. */
  expect(id: string): void {
    if (!this.#ids.includes(id)) this.#ids = [...this.#ids.slice(0, this.#most - 1), id]
  }

  get ids(): string[] {
    return this.#ids
  }
}
