import { readdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source-files.ts'

const elsewhere = /(^|\/)(node_modules|build|\.svelte-kit|\.git|data[^/]*)(\/|$)/

const pages = ['.', 'docs', 'channels', 'backoffice', 'bench', 'test']
  .flatMap(folder => readdirSync(join(root, folder), { recursive: folder !== '.', withFileTypes: true }))
  .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
  .map(entry => relative(root, join(entry.parentPath, entry.name)))
  .filter(file => !elsewhere.test(file))
  .sort()

type Link = { page: string; words: string; target: string }

async function linksOf(page: string): Promise<Link[]> {
  const text = (await readFile(join(root, page), 'utf8')).replace(/```[\s\S]*?```/g, '')
  return [...text.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .map(([, words = '', target = '']) => ({ page, words, target }))
    .filter(({ target }) => !/^(https?:|mailto:|#)/.test(target))
}

const pathOf = ({ page, target }: Link) => join(root, dirname(page), target.split('#')[0] ?? '')

describe('links in the papers', () => {
  test.each(pages)('%s leads only to what is there', async page => {
    const broken: string[] = []
    for (const link of await linksOf(page)) {
      // Taken by hand after a release; the page is right before the picture is there.
      if (link.target.startsWith('docs/pictures/')) continue
      if (!(await stat(pathOf(link)).catch(() => null))) broken.push(link.target)
    }
    expect(broken).toEqual([])
  })

  test('named like code name something in the file they lead to', async () => {
    const links = (await Promise.all(pages.map(linksOf))).flat()
    const named = links.flatMap(link => {
      const name = /^`([A-Za-z]\w+)`$/.exec(link.words)?.[1]
      return name && /\.(ts|svelte)$/.test(link.target) ? [{ ...link, name }] : []
    })
    expect(named.length).toBeGreaterThan(20)
    const lost: string[] = []
    for (const link of named) {
      const text = await readFile(pathOf(link), 'utf8').catch(() => '')
      if (!new RegExp(`\\b${link.name}\\b`).test(text))
        lost.push(`${link.page}: ${link.name} -> ${link.target}`)
    }
    expect(lost).toEqual([])
  })

  test('no page is lost: each one in docs/ can be reached from README.md', async () => {
    const reached = new Set<string>()
    const walk = async (page: string): Promise<void> => {
      if (reached.has(page)) return
      reached.add(page)
      for (const link of await linksOf(page)) {
        const to = relative(root, pathOf(link))
        if (pages.includes(to)) await walk(to)
        else for (const inside of pages.filter(each => dirname(each) === to)) await walk(inside)
      }
    }
    await walk('README.md')
    expect(pages.filter(page => page.startsWith('docs/') && !reached.has(page))).toEqual([])
  })
})
