/** What was proven and what was not, one line each, with examples of what is wrong. */
const mostExamples = 5

export class Checks {
  passed = 0
  failed = 0

  /** Passes when nothing is wrong; `wrong` holds one line for each thing that is. */
  none(name: string, wrong: readonly string[]): void {
    if (wrong.length === 0) {
      this.passed += 1
      console.log(`  ok      ${name}`)
      return
    }
    this.failed += 1
    console.log(`  FAILED  ${name}: ${wrong.length} wrong`)
    for (const line of wrong.slice(0, mostExamples)) console.log(`            ${line}`)
    if (wrong.length > mostExamples) console.log(`            … and ${wrong.length - mostExamples} more`)
  }
}
