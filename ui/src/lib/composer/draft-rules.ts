/** Which copy of a draft counts: pure, so that every order of typing, saving and loading can be tried. */

/** `unsaved`: the server has not confirmed this version yet. */
export type HeldDraft = { text: string; inboxId: string | null; version: number; unsaved: boolean }
export type SavedDraft = Omit<HeldDraft, 'unsaved'>

export const noDraft: HeldDraft = { text: '', inboxId: null, version: 0, unsaved: false }

/** Versions rise whatever the clocks of two devices say. */
export const nextVersion = (known: number, now: number): number => Math.max(known + 1, now)

/**
 * What stays when the server's copy comes in: the newer one. Words typed in this page and not yet saved stay in any case;
 * they are numbered after the server's copy and saved again.
 */
export function settled(mine: HeldDraft, theirs: SavedDraft, isTypedHere: boolean): HeldDraft {
  if (theirs.version < mine.version) return mine
  if (theirs.version === mine.version) return { ...mine, unsaved: false }
  if (mine.unsaved && isTypedHere) return { ...mine, version: theirs.version + 1 }
  const { text, inboxId, version } = theirs
  return { text, inboxId, version, unsaved: false }
}
