/** Which picture is looked at, and those around it in the thread. */
import type { Attachment } from '../api/types.ts'

export type Picture = Pick<Attachment, 'id' | 'name' | 'sizeBytes'>

class Lightbox {
  pictures = $state.raw<Picture[]>([])
  at = $state(0)

  get picture(): Picture | undefined {
    return this.pictures[this.at]
  }

  show(id: string, pictures: Picture[]): void {
    this.pictures = pictures
    this.at = Math.max(
      0,
      pictures.findIndex(picture => picture.id === id),
    )
  }

  step(by: 1 | -1): void {
    this.at = Math.min(this.pictures.length - 1, Math.max(0, this.at + by))
  }

  close(): void {
    this.pictures = []
  }
}

export const lightbox = new Lightbox()
