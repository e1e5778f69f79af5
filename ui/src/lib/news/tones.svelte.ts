/** Two short tones, made on the spot. Browsers let a page sound only after somebody touched it. */

const notes = [
  { hertz: 659.25, atS: 0 },
  { hertz: 880, atS: 0.11 },
]
const noteS = 0.22
const loudness = 0.12
/** A browser that allows it starts within a moment. */
const patienceMs = 400

class Tones {
  /** A tone was to be heard and the browser would not. */
  isBlocked = $state(false)
  #context: AudioContext | undefined

  /** Whether it can be heard. */
  async play(): Promise<boolean> {
    if (!('AudioContext' in globalThis)) return false
    this.#context ??= new AudioContext()
    const context = this.#context
    if (context.state !== 'running') {
      await Promise.race([context.resume(), new Promise(resolve => setTimeout(resolve, patienceMs))])
    }
    this.isBlocked = context.state !== 'running'
    if (!this.isBlocked) for (const note of notes) sound(context, note)
    return !this.isBlocked
  }
}

function sound(context: AudioContext, { hertz, atS }: (typeof notes)[number]): void {
  const from = context.currentTime + atS
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.frequency.value = hertz
  volume.gain.setValueAtTime(0.0001, from)
  volume.gain.exponentialRampToValueAtTime(loudness, from + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, from + noteS)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(from)
  oscillator.stop(from + noteS)
}

export const tones = new Tones()
