/**
 * Heads outside the database: a file of one line per export, which whoever owns the database cannot write anew. Each
 * line is sealed by the installation's key.
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Mark, type Sealer, sealHead } from './seal.ts'

/** `at`: ISO 8601. */
export type ExportedHead = { seq: bigint; hash: string; at: string }

export type ExportedHeads = {
  /** Rising by number; of a long history a part, and always the newest. */
  of(tenantId: string): readonly ExportedHead[]
  /** Lines that this installation did not write, in words. */
  findings: string[]
}

const keptPerTenant = 256

export const headsFile = (dataDir: string): string => join(dataDir, 'audit-heads.log')

const Line = z.object({
  tenant: z.string(),
  seq: z.number().int().min(0),
  hash: z.string(),
  at: z.string(),
  hmac: z.string(),
})

/** Appends and waits until the disk has it. The file is the owner's alone (0600). */
export async function appendHeads(path: string, sealer: Sealer, marks: Mark[], at: Date): Promise<void> {
  if (marks.length === 0) return
  const lines = marks.map(mark => {
    const time = at.toISOString()
    const hmac = sealHead(sealer, mark, time)
    return `${JSON.stringify({ tenant: mark.tenantId, seq: Number(mark.seq), hash: mark.hash, at: time, hmac })}\n`
  })
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a+', 0o600)
  try {
    await file.appendFile(`${(await endsInside(file)) ? '\n' : ''}${lines.join('')}`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whether a crash left half a line at the end. */
async function endsInside(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

/** Reads the file line by line; no file, no heads. A last line that a crash cut off does not count. */
export async function readHeads(path: string, sealer: Sealer): Promise<ExportedHeads> {
  const known = new Map<string, ExportedHead[]>()
  const foreign: number[] = []
  let number = 0
  try {
    for await (const text of createInterface({ input: createReadStream(path, 'utf8') })) {
      number += 1
      const head = readLine(text, sealer)
      if (head === 'foreign') foreign.push(number)
      else if (head) known.set(head.tenantId, keep(known.get(head.tenantId) ?? [], head))
    }
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
  }
  return { of: tenantId => known.get(tenantId) ?? [], findings: foreignLines(foreign) }
}

function readLine(text: string, sealer: Sealer): (Mark & { at: string }) | 'foreign' | null {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return text.trim() === '' || text.startsWith('{"tenant"') ? null : 'foreign'
  }
  const { data } = Line.safeParse(raw)
  if (!data) return 'foreign'
  const mark = { tenantId: data.tenant, seq: BigInt(data.seq), hash: data.hash }
  return sealHead(sealer, mark, data.at) === data.hmac ? { ...mark, at: data.at } : 'foreign'
}

/** A long history is thinned to every second head: one that fits vouches for all rows before it. */
function keep(heads: ExportedHead[], { seq, hash, at }: ExportedHead): ExportedHead[] {
  const kept = heads.length < keptPerTenant ? heads : heads.filter((_, index) => index % 2 === 1)
  const place = kept.findLastIndex(each => each.seq < seq) + 1
  if (kept[place]?.seq !== seq) kept.splice(place, 0, { seq, hash, at })
  return kept
}

const foreignLines = (numbers: number[]): string[] =>
  numbers.length === 0
    ? []
    : [
        `exported heads: ${numbers.length} lines (the first is line ${numbers[0]}) were not written by this installation, or by another key`,
      ]
