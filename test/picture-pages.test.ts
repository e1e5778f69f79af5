import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { outside, pictures, unseen } from './picture-pages.ts'

it('has a row for every page there is, and none for one that is gone', async () => {
  const routes = fileURLToPath(new URL('../ui/src/routes/', import.meta.url))
  const files = await readdir(routes, { recursive: true })
  const pages = files
    .filter(file => file.endsWith('+page.svelte'))
    .map(file => file.replace(/\/?\+page\.svelte$/, ''))
  expect([...[...pictures, ...outside].map(({ route }) => route), ...unseen].sort()).toEqual(pages.sort())
})
