/** How long an answer takes tells nothing of who is there. */
import { somewhere, trySignIn } from './doors-ask.ts'
import type { Crowd } from './doors-crowd.ts'
import type { Doors } from './doors-scene.ts'

const samples = 100

/** In turns, one at a time, so that whatever else the machine does falls on both alike. */
export async function proveSameTimes({ proxied, checks, random }: Doors, crowd: Crowd): Promise<void> {
  checks.step(`${samples} wrong passwords each for people who are there and people who are not, in turns`)
  const known: number[] = []
  const unknown: number[] = []
  const timed = async (email: string, times: number[]) => {
    const headers = somewhere(random)
    const from = performance.now()
    await trySignIn(proxied.url, email, 'not the password', { headers })
    times.push(performance.now() - from)
  }
  for (let n = 0; n < samples; n += 1) {
    const turns = [() => timed(crowd.emailOf(n), known), () => timed(`stranger-${n}@isp.example`, unknown)]
    for (const turn of random.shuffled(turns)) await turn()
  }
  const [a, b] = [median(known), median(unknown)]
  checks.step(
    `medians: ${a.toFixed(1)} ms for people who are there, ${b.toFixed(1)} ms for people who are not`,
  )
  const apart = Math.abs(a - b)
  checks.holds(
    'medians',
    apart <= Math.max(20, 0.3 * Math.max(a, b)),
    'within 20 ms or 30 %',
    `${apart.toFixed(1)} ms`,
  )
}

const median = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
