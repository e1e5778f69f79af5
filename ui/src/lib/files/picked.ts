/** Files out of what was pasted or dropped. */

export const isPicture = (contentType: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(contentType)

/** Rich text often brings a picture of itself along: then the words are what was meant. */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data || (data.types.includes('text/html') && data.types.includes('text/plain'))) return []
  return [...data.files].map(named)
}

/** Folders have no size and no bytes: they are left out. */
export function droppedFiles(data: DataTransfer | null): File[] {
  if (!data) return []
  const items = [...data.items].filter(item => item.kind === 'file')
  return items.flatMap(item => (item.webkitGetAsEntry()?.isDirectory ? [] : (item.getAsFile() ?? [])))
}

export const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false

/** All pasted pictures are called image.png; a time tells them apart. */
function named(file: File): File {
  if (file.name !== 'image.png') return file
  const time = new Date(file.lastModified).toTimeString().slice(0, 8).replaceAll(':', '-')
  return new File([file], `picture ${time}.png`, { type: file.type })
}
