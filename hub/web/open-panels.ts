/**
 * Which panels a socket has open: one for each tab of its person. A room is left with the last panel that needs it. Words
 * are taken one after the other, so that a panel closed while it is still being looked up ends closed.
 */
const mostPanels = 20

type Rooms = { join(rooms: string[]): void; leave(room: string): void }

export class OpenPanels {
  readonly #rooms: Rooms
  /** By conversation, the one opened last at the end. */
  readonly #open = new Map<string, string[]>()
  #last: Promise<void> = Promise.resolve()

  constructor(rooms: Rooms) {
    this.#rooms = rooms
  }

  /** Opened again it takes the rooms of now. Beyond twenty the oldest closes: a tab that died closes nothing itself. */
  open(conversationId: string, roomsOf: () => Promise<string[]>): Promise<void> {
    return this.#inTurn(async () => {
      const rooms = await roomsOf()
      const left = this.#remove(conversationId)
      this.#open.set(conversationId, rooms)
      for (const oldest of this.#open.keys()) {
        if (this.#open.size <= mostPanels) break
        left.push(...this.#remove(oldest))
      }
      this.#rooms.join(rooms)
      this.#leave(left)
    })
  }

  close(conversationId: string): Promise<void> {
    return this.#inTurn(async () => this.#leave(this.#remove(conversationId)))
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => {})
    return mine
  }

  #remove(conversationId: string): string[] {
    const rooms = this.#open.get(conversationId) ?? []
    this.#open.delete(conversationId)
    return rooms
  }

  #leave(rooms: string[]): void {
    const needed = new Set([...this.#open.values()].flat())
    for (const room of rooms) if (!needed.has(room)) this.#rooms.leave(room)
  }
}
