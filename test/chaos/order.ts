/** What was asked for on the command line; a scenario uses the numbers that mean something to it. */
export type Order = {
  /** Of every choice. */
  seed: number
  /** Messages each way. */
  in: number
  out: number
  kills: number
  /** Webhook events, or events in conversations. */
  events: number
  sockets: number
  /** How often each socket is cut. */
  cuts: number
  restarts: number
  /** Who claim conversations at once, and how many there are. */
  agents: number
  conversations: number
}
