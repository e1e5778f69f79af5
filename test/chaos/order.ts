/** What was asked for on the command line: messages each way, kills, and the seed of every choice. */
export type Order = { in: number; out: number; kills: number; seed: number }
