/** A clock that every process of this machine shares, and how a message says when it was due. */

export const sharedNowMs = () => Number(process.hrtime.bigint()) / 1e6

const opening = '[at '

export const mark = (atMs: number) => `${opening}${atMs.toFixed(3)}]`

/** When the message in this packet was due; NaN when it says nothing. */
export function markedMs(packet: Buffer): number {
  const from = packet.indexOf(opening)
  return from < 0
    ? Number.NaN
    : Number(packet.toString('latin1', from + opening.length, packet.indexOf(']', from)))
}
