import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { apiTypes } from './api-types.ts'

it("the pages' types are those of today's routes (npm run generate)", async () => {
  const written = await readFile(new URL('../ui/src/lib/api/schema.ts', import.meta.url), 'utf8')
  expect(written).toBe(await apiTypes())
})
