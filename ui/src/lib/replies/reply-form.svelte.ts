/** One ready-made answer while it is written: its words are saved first, then its files are brought there. */
import { v7 as uuidv7 } from 'uuid'
import { uploads } from '../api/calls.ts'
import type { CannedReply, Upload } from '../api/types.ts'
import { uploadFile } from '../files/upload-file.ts'
import { replyCalls } from './calls.ts'

type Kept = Pick<Upload, 'id' | 'name' | 'sizeBytes'> & { file?: File }

export class ReplyForm {
  title = $state('')
  text = $state('')
  isShared = $state(false)
  files = $state.raw<Kept[]>([])
  /** What is being done just now, in words; empty when nothing is. */
  busy = $state('')
  #id: string
  #saved: CannedReply | null

  constructor(reply: CannedReply | null, isShared: boolean) {
    this.#saved = reply
    this.#id = reply?.id ?? uuidv7()
    this.title = reply?.title ?? ''
    this.text = reply?.text ?? ''
    this.isShared = reply?.isShared ?? isShared
    this.files = reply?.files ?? []
  }

  add(files: File[]): void {
    const added = files.map(file => ({ id: uuidv7(), name: file.name, sizeBytes: file.size, file }))
    this.files = [...this.files, ...added]
  }

  drop(id: string): void {
    this.files = this.files.filter(file => file.id !== id)
  }

  /** Throws with words; asked again it goes on where it stopped. */
  async save(): Promise<void> {
    try {
      this.busy = 'Saving…'
      const words = { title: this.title, text: this.text }
      const reply = this.#saved
        ? await replyCalls.change(this.#saved, words)
        : await replyCalls.create(this.isShared, { id: this.#id, ...words })
      this.#saved = reply
      const kept = new Set(this.files.map(file => file.id))
      for (const { id } of reply.files) if (!kept.has(id)) await uploads.drop(id)
      for (const file of this.files) await this.#bring(file)
    } finally {
      this.busy = ''
    }
  }

  async #bring({ id, name, file }: Kept): Promise<void> {
    if (!file) return
    const report = (share: number) => {
      this.busy = `Uploading ${name}, ${Math.round(share * 100)} %`
    }
    report(0)
    const { signal } = new AbortController()
    const stored = await uploadFile(file, { id, name, cannedReplyId: this.#id }, { report, signal })
    this.files = this.files.map(each => (each.id === id ? stored : each))
  }
}
