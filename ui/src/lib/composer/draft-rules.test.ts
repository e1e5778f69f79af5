import { describe, expect, it } from 'vitest'
import { type HeldDraft, nextVersion, settled } from './draft-rules.ts'

const held = (text: string, version: number, unsaved: boolean): HeldDraft => ({
  text,
  inboxId: null,
  version,
  unsaved,
})
const saved = (text: string, version: number) => ({ text, inboxId: null, version })

describe('which copy of a draft counts', () => {
  it('takes what another device wrote later', () => {
    expect(settled(held('old', 5, false), saved('new', 6), true)).toEqual(held('new', 6, false))
  })

  it('leaves what was typed while the saved copy was on its way', () => {
    const typed = held('typed on', 7, true)
    expect(settled(typed, saved('typed', 6), true)).toBe(typed)
  })

  it('knows that this version is saved', () => {
    expect(settled(held('words', 6, true), saved('words', 6), true)).toEqual(held('words', 6, false))
  })

  it('keeps words typed here although another device was faster, and numbers them after it', () => {
    expect(settled(held('mine', 5, true), saved('theirs', 9), true)).toEqual(held('mine', 10, true))
  })

  it('lets go of an old unsaved copy that was sent elsewhere meanwhile', () => {
    expect(settled(held('sent long ago', 5, true), saved('', 9), false)).toEqual(held('', 9, false))
  })

  it('numbers versions upwards whatever the clock says', () => {
    expect(nextVersion(5, 1_000)).toBe(1_000)
    expect(nextVersion(2_000, 1_000)).toBe(2_001)
  })
})
