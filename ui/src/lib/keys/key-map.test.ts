import { describe, expect, test } from 'vitest'
import { actions } from './actions.ts'
import { clash, isBeginning, keysNow, pressed, whyNot, withKeys, withoutKeys } from './key-map.ts'

const of = (name: string) => {
  const action = actions.find(each => each.name === name)
  if (!action) throw new Error(`no action ${name}`)
  return action
}
const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  ...{ key, code: `Key${key.toUpperCase()}`, shiftKey: false, ctrlKey: false, metaKey: false },
  ...more,
})

describe('the table as it comes', () => {
  test('gives every action a name of its own, and no two the same keys or the beginning of another’s', () => {
    expect(new Set(actions.map(action => action.name)).size).toBe(actions.length)
    expect(actions.flatMap(({ name, keys }) => clash({}, name, keys)?.name ?? [])).toEqual([])
  })

  test('has names the server keeps', () => {
    for (const { name } of actions) expect(name).toMatch(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/)
  })
})

describe('a key set to something else', () => {
  test('is the key from then on, and the old one is free', () => {
    const map = withKeys({}, 'reply', 'v')
    expect(keysNow(of('reply'), map)).toBe('v')
    expect(clash(map, 'note', 'r')).toBeUndefined()
  })

  test('names who has it already, also one that begins the same', () => {
    expect(clash({}, 'reply', 'j')?.name).toBe('next')
    expect(clash({}, 'reply', 'g')?.name).toBe('go.inbox')
    expect(clash({}, 'reply', 'j i')?.name).toBe('next')
    expect(clash({}, 'next', 'j')).toBeUndefined()
  })

  test('is taken from whoever had it, who then has none', () => {
    const map = withKeys({}, 'reply', 'j')
    expect(keysNow(of('next'), map)).toBe('')
    expect(keysNow(of('reply'), map)).toBe('j')
  })

  test('goes back to how it came, and nothing is written down any more', () => {
    const map = withKeys(withKeys({}, 'reply', 'j'), 'next', 'r')
    expect(withoutKeys(map, 'reply')).toEqual({ next: '' })
    expect(withKeys({}, 'reply', 'r')).toEqual({})
    expect(withoutKeys(withKeys({}, 'reply', 'v'), 'reply')).toEqual({})
  })

  test('is none for an action whose key every program has', () => {
    expect(keysNow(of('back'), { back: 'q' })).toBe('Escape')
  })
})

describe('what was pressed', () => {
  test('is the letter printed, or its place on a keyboard without Latin letters', () => {
    expect(pressed(press('j'), false)).toBe('j')
    expect(pressed(press('о', { code: 'KeyJ' }), false)).toBe('j')
    expect(pressed(press('О', { code: 'KeyJ', shiftKey: true }), false)).toBe('J')
    expect(pressed(press('q', { code: 'KeyA' }), false)).toBe('q')
  })

  test('with Ctrl, or ⌘ on a Mac, is a chord; with the other of the two it is nothing of ours', () => {
    expect(pressed(press('k', { ctrlKey: true }), false)).toBe('Mod+k')
    expect(pressed(press('л', { code: 'KeyK', ctrlKey: true }), false)).toBe('Mod+k')
    expect(pressed(press('k', { metaKey: true }), true)).toBe('Mod+k')
    expect(pressed(press('k', { ctrlKey: true }), true)).toBeNull()
    expect(pressed(press('k', { metaKey: true }), false)).toBeNull()
  })

  test('is nothing for a key that only changes others', () => {
    expect(pressed(press('Shift', { shiftKey: true }), false)).toBeNull()
  })
})

test('keys that have their work already, and chords of the browser, are not given away', () => {
  for (const keys of ['Enter', 'Tab', ' ', 'ArrowUp', 'g Enter', 'F5', 'Mod+w', 'Mod+c']) {
    expect(whyNot(keys), keys).not.toBeNull()
  }
  for (const keys of ['v', 'g x', 'Mod+e', '§', '1']) expect(whyNot(keys), keys).toBeNull()
})

test('a key that begins others waits for the next one', () => {
  expect(isBeginning({}, 'g')).toBe(true)
  expect(isBeginning({}, 'j')).toBe(false)
})
