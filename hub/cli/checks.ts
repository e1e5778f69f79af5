/** What the doctor looks at. */
export type Checked = { check: string; state: 'ok' | 'warning' | 'failed'; words: string }

export const fine = (check: string, words: string): Checked => ({ check, state: 'ok', words })
export const doubtful = (check: string, words: string): Checked => ({ check, state: 'warning', words })
export const wrong = (check: string, words: string): Checked => ({ check, state: 'failed', words })

/** A check that cannot be done is wrong, and holds up no other. */
export async function attempt(
  check: string,
  look: () => Promise<Checked>,
  explain = wordsOf,
): Promise<Checked> {
  try {
    return await look()
  } catch (error) {
    return wrong(check, explain(error))
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
