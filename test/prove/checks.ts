/** Counts what was proven; what was not is one line each. */
export class Checks {
  passed = 0
  failed = 0
  readonly #tell: (line: string) => void

  constructor(tell: (line: string) => void = console.log) {
    this.#tell = tell
  }

  /** A line of progress. */
  step(words: string): void {
    this.#tell(words)
  }

  /** Passes when both are the same text or number. */
  same(what: string, expected: string | number | boolean, got: string | number | boolean): void {
    if (expected === got) this.passed += 1
    else this.#fail(`${what}: expected ${short(expected)}, got ${short(got)}`)
  }

  /** Passes when `holds`; otherwise tells what was wanted and what was found. */
  holds(what: string, holds: boolean, expected: string, got: string | number): void {
    if (holds) this.passed += 1
    else this.#fail(`${what}: expected ${short(expected)}, got ${short(got)}`)
  }

  #fail(line: string): void {
    this.failed += 1
    this.#tell(`  FAILED  ${line}`)
  }
}

const short = (value: string | number | boolean) => {
  const text = String(value).replaceAll(/\s+/g, ' ')
  return text.length > 400 ? `${text.slice(0, 400)}…` : text
}
