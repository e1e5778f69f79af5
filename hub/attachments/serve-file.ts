/** `/files/…`: the bytes behind a signed address. Cookies are not looked at. */
import type { RequestHandler, Response } from 'express'
import { sendProblem } from '../../platform/http/problem.ts'
import type { App } from '../app.ts'
import { type FilePlace, readFileToken } from './file-address.ts'

/** Pictures a browser may show at once; all else, SVG above all, is a download. */
const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

type Row = { name: string; content_type: string; sha256: string }

/** Answers 404 alike for what was never signed, is over, or is gone. */
export function createFileHandler(app: App): RequestHandler<{ token: string }> {
  const key = app.secrets.derive('file addresses')
  return async (req, res) => {
    const place = readFileToken(key, req.params.token, app.clock.now())
    const file = place ? await findFile(app, place) : null
    if (!place || !file)
      return sendProblem(res, { status: 404, detail: 'There is no such file, or its address is too old.' })
    const bytes = await app.files.get(place.tenantId, file.sha256)
    describe(res, file)
    // Where files have a host of their own, the pages that show them stand on another.
    res.set('Cross-Origin-Resource-Policy', app.config.FILES_URL ? 'cross-origin' : 'same-origin')
    res.send(bytes)
  }
}

async function findFile(app: App, { tenantId, attachmentId }: FilePlace): Promise<Row | null> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<Row>(
      `SELECT name, content_type, sha256 FROM attachments
       WHERE id = $1 AND state = 'stored' AND sha256 IS NOT NULL
       UNION ALL SELECT name, content_type, sha256 FROM uploads WHERE id = $1`,
      [attachmentId],
    ),
  )
  return rows[0] ?? null
}

function describe(res: Response, file: Row): void {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.content_type) ? file.content_type : 'application/octet-stream'
  const disposition = shown.has(type) ? 'inline' : 'attachment'
  res.set({
    'Content-Type': type,
    'Content-Disposition': `${disposition}; filename*=UTF-8''${fileName(file.name)}`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'private, max-age=300',
  })
}

/** As RFC 8187 wants it, which is stricter than encodeURIComponent. */
const fileName = (name: string) =>
  encodeURIComponent([...name].slice(0, 150).join('')).replaceAll(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
