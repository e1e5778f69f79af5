/** `npm run generate`: writes the pages' API types anew. */
import { writeFile } from 'node:fs/promises'
import { apiTypes } from './api-types.ts'

await writeFile(new URL('../ui/src/lib/api/schema.ts', import.meta.url), await apiTypes())
