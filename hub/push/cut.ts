/** As much of a text as fits into so many bytes of UTF-8, cut between two characters. */
export function cut(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text
  const room = mostBytes - Buffer.byteLength('…')
  let size = 0
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, mostBytes))) {
    size += Buffer.byteLength(segment)
    if (size > room) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}
