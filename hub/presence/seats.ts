const mostSeats = 20

/** The seats of one socket, by tab. Beyond twenty the one heard of longest ago is left: a tab that died says nothing. */
export class Seats<Seat extends { leave(): void }> {
  readonly #take: (tab: string) => Seat
  readonly #taken = new Map<string, Seat>()

  constructor(take: (tab: string) => Seat) {
    this.#take = take
  }

  of(tab: string): Seat {
    const seat = this.#taken.get(tab) ?? this.#take(tab)
    this.#taken.delete(tab)
    this.#taken.set(tab, seat)
    for (const [oldest, left] of this.#taken) {
      if (this.#taken.size <= mostSeats) break
      this.#taken.delete(oldest)
      left.leave()
    }
    return seat
  }

  /** The socket is closed. */
  leave(): void {
    for (const seat of this.#taken.values()) seat.leave()
    this.#taken.clear()
  }
}
