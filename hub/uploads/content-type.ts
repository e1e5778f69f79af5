/** What a file is, by how it begins; its name only tells apart what looks alike. Pure. */

type Mark = { at: number; bytes: string; type: string }

/** Longer marks of one place stand before shorter ones. */
const marks: Mark[] = [
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', type: 'image/png' },
  { at: 0, bytes: '\xff\xd8\xff', type: 'image/jpeg' },
  { at: 0, bytes: 'GIF8', type: 'image/gif' },
  { at: 8, bytes: 'WEBP', type: 'image/webp' },
  { at: 0, bytes: 'BM', type: 'image/bmp' },
  { at: 0, bytes: 'II*\0', type: 'image/tiff' },
  { at: 0, bytes: 'MM\0*', type: 'image/tiff' },
  { at: 4, bytes: 'ftypheic', type: 'image/heic' },
  { at: 4, bytes: 'ftypmif1', type: 'image/heic' },
  { at: 4, bytes: 'ftypavif', type: 'image/avif' },
  { at: 4, bytes: 'ftypM4A', type: 'audio/mp4' },
  { at: 4, bytes: 'ftyp3g', type: 'video/3gpp' },
  { at: 4, bytes: 'ftypqt', type: 'video/quicktime' },
  { at: 4, bytes: 'ftyp', type: 'video/mp4' },
  { at: 8, bytes: 'WAVE', type: 'audio/wav' },
  { at: 0, bytes: 'OggS', type: 'audio/ogg' },
  { at: 0, bytes: '#!AMR', type: 'audio/amr' },
  { at: 0, bytes: 'ID3', type: 'audio/mpeg' },
  { at: 0, bytes: '\xff\xfb', type: 'audio/mpeg' },
  { at: 0, bytes: '\xff\xf3', type: 'audio/mpeg' },
  { at: 0, bytes: '\xff\xf1', type: 'audio/aac' },
  { at: 0, bytes: '\xff\xf9', type: 'audio/aac' },
  { at: 0, bytes: '\x1aE\xdf\xa3', type: 'video/webm' },
  { at: 0, bytes: '%PDF-', type: 'application/pdf' },
  { at: 0, bytes: '\x1f\x8b', type: 'application/gzip' },
  { at: 0, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', type: 'ole' },
  { at: 0, bytes: 'PK\x03\x04', type: 'zip' },
]

const office = 'application/vnd.openxmlformats-officedocument'

/** Families that look alike inside: the name says which member it is. */
const byName: Record<string, { types: Record<string, string>; else: string }> = {
  zip: {
    types: {
      docx: `${office}.wordprocessingml.document`,
      xlsx: `${office}.spreadsheetml.sheet`,
      pptx: `${office}.presentationml.presentation`,
      odt: 'application/vnd.oasis.opendocument.text',
      ods: 'application/vnd.oasis.opendocument.spreadsheet',
    },
    else: 'application/zip',
  },
  ole: {
    types: {
      doc: 'application/msword',
      xls: 'application/vnd.ms-excel',
      ppt: 'application/vnd.ms-powerpoint',
    },
    else: 'application/octet-stream',
  },
  text: {
    types: {
      csv: 'text/csv',
      html: 'text/html',
      htm: 'text/html',
      svg: 'image/svg+xml',
      json: 'application/json',
    },
    else: 'text/plain',
  },
}

/** `head` is how the file begins. A name that promises something else is not believed. */
export function contentTypeOf(head: Buffer, name: string): string {
  const text = head.toString('latin1')
  const found =
    marks.find(mark => text.startsWith(mark.bytes, mark.at))?.type ?? (isText(head) ? 'text' : null)
  const family = found === null ? undefined : byName[found]
  if (!family) return found ?? 'application/octet-stream'
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return family.types[ending] ?? family.else
}

/** Tab, line feed, vertical tab, form feed, carriage return, end of file, escape. */
const spacing = new Set([9, 10, 11, 12, 13, 26, 27])

/** UTF-8 without control characters; a letter may be cut in two at the end. */
function isText(head: Buffer): boolean {
  if (head.some(byte => byte < 32 && !spacing.has(byte))) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
