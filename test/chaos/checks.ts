/** What was proven and what was not, one line each, with examples of what is wrong. */
const mostExamples = 5

export class Checks {
  passed = 0
  failed = 0
  readonly #tell: (line: string) => void

  constructor(tell: (line: string) => void = console.log) {
    this.#tell = tell
  }

  /** Passes when nothing is wrong; `wrong` holds one line for each thing that is. */
  none(name: string, wrong: readonly string[]): void {
    if (wrong.length === 0) {
      this.passed += 1
      this.#tell(`  ok      ${name}`)
      return
    }
    this.failed += 1
    this.#tell(`  FAILED  ${name}: ${wrong.length} wrong`)
    for (const line of wrong.slice(0, mostExamples)) this.#tell(`            ${line}`)
    if (wrong.length > mostExamples) this.#tell(`            … and ${wrong.length - mostExamples} more`)
  }
}
