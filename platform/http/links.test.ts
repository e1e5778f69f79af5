import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { serveRoutes } from '../../test/serve-routes.ts'
import { cursorMoment, cursorOf } from './cursor.ts'
import { endpoint } from './endpoint.ts'
import { nextLink } from './links.ts'

describe('the link to the following page', () => {
  it('keeps every other parameter and replaces the cursor', () => {
    expect(nextLink('/api/things?view=open&cursor=old&q=a%20b%26c', 'new_1')).toBe(
      '</api/things?view=open&cursor=new_1&q=a+b%26c>; rel="next"',
    )
    expect(nextLink('/api/things', 'x')).toBe('</api/things?cursor=x>; rel="next"')
  })

  it('never leaves the host and never breaks out of its brackets', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, cursor) => {
        const link = nextLink(`/api/things?q=${query}`, cursor)
        expect(link).toMatch(/^<\/api\/things\?[^<>"\r\n]*>; rel="next"$/)
      }),
    )
  })
})

describe('a list', () => {
  const page = z.object({ items: z.array(z.int()), next: z.string().nullable() })
  const query = z.object({ cursor: z.string().optional(), view: z.string() })
  const pages = cursorOf('numbers', z.int())
  const numbers = endpoint(
    'get',
    '/api/numbers',
    'members.read',
    { summary: 'Numbers', query, answer: page },
    async (_tx, { query }) => {
      const from = pages.read(query.cursor) ?? 0
      return { items: [from, from + 1], next: from < 4 ? pages.write(from + 2) : null }
    },
  )

  it('is walked by its links alone, and the last page has none', async () => {
    const at = await serveRoutes([numbers])
    onTestFinished(() => at.close())
    await at.member('Lerato')
    const seen: number[] = []
    let path: string | undefined = '/api/numbers?view=all'
    while (path) {
      expect(path).toContain('view=all')
      const answer = await at.ask('GET', path, { 'x-as': 'Lerato' })
      seen.push(...((await answer.json()) as { items: number[] }).items)
      path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe('a cursor', () => {
  const place = z.tuple([cursorMoment, z.uuid()])
  const cursors = cursorOf('things', place)
  const at: [string, string] = ['2026-01-02T03:04:05.678Z', '01990000-0000-7000-8000-000000000001']

  it('reads as it was written, and none is the beginning', () => {
    expect(cursors.read(cursors.write(at))).toEqual(at)
    expect(cursors.read(undefined)).toBeNull()
  })

  it('holds no moment the database would stumble over', () => {
    const odd = ['0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01', 'infinity', 'now', '1']
    for (const moment of odd) {
      expect(() => cursors.read(cursors.write([moment, at[1]])), moment).toThrow('not one of ours')
    }
  })

  it('of another list is refused in words', () => {
    const other = cursorOf('others', place).write(at)
    expect(() => cursors.read(other)).toThrow('not one of ours')
  })

  it('that was changed or invented is refused or a place, and never anything else', () => {
    const check = (text: string) => {
      try {
        const read = cursors.read(text)
        if (read !== null) expect(place.safeParse(read).success).toBe(true)
      } catch (error) {
        expect(String(error)).toContain('not one of ours')
      }
    }
    const written = cursors.write(at)
    fc.assert(fc.property(fc.string(), check))
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.constantFrom(...'AZaz09-_'), (index, letter) =>
        check(written.slice(0, index) + letter + written.slice(index + 1)),
      ),
    )
    fc.assert(fc.property(fc.json(), json => check(Buffer.from(json).toString('base64url'))))
  })
})
